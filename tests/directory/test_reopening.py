"""The day on which a suspended window is to open again: one sentence everywhere, never guessed."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from directory.booklet.errata import errata, printed_facts
from directory.models import Edition, Window
from platform_members.models import OutgoingMail
from tests.factories import ListingFactory, WindowFactory
from tests.helpers.exchange_files import exported, rows_of
from tests.helpers.transactions import committed, post_as

LIST = "/admin/directory/window/"
PLANNED = "2026年12月20日（日）に再開する予定です。"
UNKNOWN = "再開する日は、まだわかりません。"
PASSED = "2026年12月20日（日）に再開する予定でしたが、再開の知らせはまだありません。"


def suspend(person, window, **sent):
    chosen = {"action": "suspend", "_selected_action": [window.pk], "apply": "1", "reason": "工事"}
    return post_as(person, LIST, **chosen, **sent)


def page(window) -> str:
    return Client().get(window.get_absolute_url()).content.decode()


@committed
@pytest.mark.parametrize(
    ("typed", "today", "said"),
    [
        ("2026/12/20", "2026-12-20 9:00", PLANNED),
        ("", "2026-12-20 9:00", UNKNOWN),
        ("令和8年12月20日", "2026-12-21 9:00", PASSED),
    ],
)
def test_residents_read_when_it_opens_again(clerk, at, typed, today, said):
    """As far as it is known; a day that has passed is told as what it was, and opens nothing."""
    window = ListingFactory().window
    at("2026-12-01 9:00")
    assert suspend(clerk, window, reopens_on=typed).status_code == 302
    at(today)
    assert said in page(window)
    assert Window.objects.get().status == "suspended"


@committed
def test_paper_and_table_say_the_same(clerk, administrator, at):
    """正誤表 and Excel; a window that ended for good says nothing of the kind."""
    window, ended = WindowFactory(), WindowFactory(subject="終わった相談")
    facts = [printed_facts(each) for each in (window, ended)]
    edition = Edition.objects.create(
        name="第1版", printed_on=date(2026, 4, 1), copies=1, facts=facts, made_by=administrator
    )
    at("2026-12-01 9:00")
    suspend(clerk, window, reopens_on="2026-12-20")
    post_as(clerk, LIST, action="retire", _selected_action=[ended.pk], apply="1")
    noted = {each.subject: each.note for each in errata(edition).ended}
    assert noted == {window.subject: f"休止中（{PLANNED}）", "終わった相談": ""}
    told = page(edition)
    assert PLANNED in told
    cells = {row["相談内容"]: row["状態"] for row in rows_of(exported())}
    assert cells == {window.subject: f"休止中（{PLANNED}）", "終わった相談": "廃止"}


@committed
def test_a_day_that_is_not_to_come_is_refused(clerk, at):
    """Today neither: it would be open at once."""
    window = WindowFactory()
    at("2026-12-01 9:00")
    answer = suspend(clerk, window, reopens_on="2026-12-01").content.decode()
    assert "あすから後の日を入れてください" in answer
    assert Window.objects.get().status == "published"


@committed
def test_staff_are_reminded_on_the_day(clerk, at):
    """On the start page and by one mail a day, until the window is public again."""
    window = WindowFactory()
    at("2026-12-01 9:00")
    suspend(clerk, window, reopens_on="2026-12-20")
    client = Client()

    def start_page() -> str:
        client.force_login(clerk)
        return client.get("/admin/").content.decode()

    row = "再開する予定の日になった、休止中の窓口"
    call_command("remind_reviewers", verbosity=0)
    assert row not in start_page()
    at("2026-12-20 3:00")
    call_command("remind_reviewers", verbosity=0)
    OutgoingMail.objects.update(made_at=timezone.now())
    call_command("remind_reviewers", verbosity=0)
    [mail] = OutgoingMail.objects.all()
    assert window.subject in mail.text
    assert "自動では公開されません" in mail.text
    assert row in start_page()
    found = client.get(LIST, {"status": "suspended", "reopens_on__lte": "2026-12-20"})
    assert list(found.context["cl"].queryset) == [window]
    post_as(clerk, LIST, action="publish", _selected_action=[window.pk])
    window.refresh_from_db()
    assert window.reopens_on is None
    assert row not in start_page()


@committed
def test_a_member_says_it_too(member, listing, reviewer, at):
    """At the desk; the mail to the staff says what residents read."""
    at("2026-12-01 9:00")
    address = f"/desk/listings/{listing.pk}/suspend/"
    assert post_as(member, address, reason="工事", reopens_on="2026/12/20").status_code == 302
    assert PLANNED in page(listing.window)
    assert PLANNED in OutgoingMail.objects.get().text


def test_only_a_suspended_window_has_such_a_day(db):
    """Whatever writes it."""
    WindowFactory()
    with pytest.raises(IntegrityError, match="reopen"), transaction.atomic():
        Window.objects.update(reopens_on=date(2026, 12, 20))
