"""Who reads the audit, and how: in sentences, by kind, person and day."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from directory.models import AuditEntry

Kind = AuditEntry.Kind
PAGE = "/admin/directory/auditentry/"


# --- Who reads it ------------------------------------------------------------------------------


@pytest.fixture
def entries(administrator, clerk):
    """Sixty exports by a clerk, one by an administrator, and a publication of last year."""
    for number in range(60):
        AuditEntry.objects.exported(f"{number}.xlsx", by=clerk, rows=number)
    AuditEntry.objects.exported("own.xlsx", by=administrator, rows=0)
    what, at = "公開しました。", timezone.now() - timedelta(days=365)
    kept = timezone.now() + timedelta(days=35)
    return AuditEntry.objects.create(
        at=at, kept_until=kept, kind=Kind.PUBLICATION, who="old@example.jp", about="窓口", what=what
    )


@pytest.mark.parametrize("role", ["clerk", "publicist", "reader", "member", "outsider"])
def test_no_role_reads_it(client, entries, request, role):
    """Neither the list nor an entry, nor is it named on the start page."""
    client.force_login(request.getfixturevalue(role))
    for address in (PAGE, f"{PAGE}{entries.pk}/change/"):
        assert client.get(address).status_code in (302, 403)
    assert PAGE not in client.get("/admin/").content.decode()


def lines(client, query="") -> list[str]:
    """The sentences of the list."""
    page = client.get(f"{PAGE}{query}")
    assert page.status_code == 200, query
    return re.findall(r'class="field-told">([^<]*)<', page.content.decode())


def test_the_administrator_reads_it_in_sentences_by_kind_person_and_day(
    client, entries, administrator
):
    """The newest first, fifty a page; nothing can be added, changed or deleted."""
    client.force_login(administrator)
    shown = lines(client)
    assert len(shown) == 50
    assert shown[1] == "「own.xlsx」を書き出しました。（0件）"
    assert lines(client, "?kind__exact=publication") == ["窓口：公開しました。"]
    assert lines(client, "?who=administrator@example.jp&kind__exact=export") == [shown[1]]
    day = timezone.localtime(entries.at)
    one_day = f"?at__year={day.year}&at__month={day.month}&at__day={day.day}"
    assert lines(client, one_day) == ["窓口：公開しました。"]
    assert lines(client, "?q=59.xlsx") == ["「59.xlsx」を書き出しました。（59件）"]
    assert len(lines(client, "?p=2")) >= 12
    for address in (f"{PAGE}add/", f"{PAGE}{entries.pk}/change/", f"{PAGE}{entries.pk}/delete/"):
        assert client.post(address).status_code == 403
