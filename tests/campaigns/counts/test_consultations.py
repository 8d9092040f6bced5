"""Organisations enter at their desk how many consultations their windows had."""

from datetime import date

import pytest

from campaigns.models import Kpi, KpiValue
from tests.helpers.page_forms import filled_form


@pytest.fixture
def address(listing, at):
    """Address of the page for a listing's counts."""
    at("2026-11-24 10:00")
    return f"/desk/listings/{listing.pk}/consultations/"


def test_a_member_enters_and_corrects_a_months_number(client, member, listing, address):
    """The first number makes the window's series; an emptied box is unknown again."""
    client.force_login(member)
    sent = {"2026-10-01": "１２", "2026-09-01": "0"}
    page = client.post(f"{address}?from=2026-04", sent, follow=True).content.decode()
    assert "2件の数を保存しました。" in page
    kpi = Kpi.objects.consultations_of(listing.window).get()
    assert kpi.series == {date(2026, 9, 1): 0, date(2026, 10, 1): 12}
    assert {value.entered_by for value in KpiValue.objects.all()} == {member}
    address += "?from=2026-04"
    shown = filled_form(client.get(address), "revision")
    client.post(address, shown | {"2026-09-01": "", "2026-10-01": "13"})
    kpi.refresh_from_db()
    assert kpi.series == {date(2026, 10, 1): 13}
    page = client.post(address, filled_form(client.get(address), "revision"), follow=True)
    assert "前と同じ数です。何も変わっていません。" in page.content.decode()


@pytest.mark.parametrize(
    ("month", "typed", "complaint"),
    [
        ("2026-12-01", "5", "これからの月"),
        ("2026-10-01", "-5", "2026年10月"),
        ("2026-10-01", "たくさん", "2026年10月"),
        ("2026-10-01", "9" * 30, "2026年10月"),
    ],
)
def test_an_impossible_number_is_refused_and_kept(client, member, address, month, typed, complaint):
    """The typed text stays in the field, and nothing is saved."""
    client.force_login(member)
    page = client.post(f"{address}?from=2026-04", {"2026-09-01": "3", month: typed})
    assert complaint in page.content.decode()
    assert f'value="{typed}"' in page.content.decode()
    assert not Kpi.objects.exists()


def test_only_the_windows_own_editors_enter_numbers(
    client, member, rival, viewer, outsider, clerk, address
):
    """404 for strangers, 403 for viewers, the log-in page for anonymous visitors."""
    for send in (client.get, client.post):
        assert "/login/" in send(address)["Location"]
    for person, status in ((rival, 404), (outsider, 404), (clerk, 404), (viewer, 403)):
        client.force_login(person)
        assert client.get(address).status_code == status
        assert client.post(address, {"2026-10-01": "5"}).status_code == status
    client.force_login(member)
    assert client.get(address).status_code == 200
    assert client.get("/desk/listings/999999/consultations/").status_code == 404
    assert not Kpi.objects.exists()
