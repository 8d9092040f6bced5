"""Confirmed is not edited: when facts were last checked, and what residents are told."""

from datetime import date

import pytest

from directory.models import Window
from tests.factories import WindowFactory

ASK_FIRST = "出かける前に、電話でお確かめください。"
LIST = "/admin/directory/window/"


@pytest.mark.parametrize(
    ("verified_on", "months", "overdue"),
    [
        ("2025-11-24", None, False),
        ("2025-11-23", None, True),
        (None, None, True),
        ("2026-10-23", 1, True),
        ("2026-10-24", 1, False),
        ("2024-11-25", 24, False),
        ("2024-02-29", 33, False),  # 29 November 2026
        ("2025-10-31", 13, False),  # 30 November: the month's last day
    ],
)
def test_after_a_year_residents_are_asked_to_telephone_first(
    client, at, verified_on, months, overdue
):
    """Page and staff's list agree on when a confirmation is too old; a window may differ."""
    at("2026-11-24 10:00")
    window = WindowFactory(
        verified_on=verified_on and date.fromisoformat(verified_on),
        verification_months=months,
        channels=["telephone", "visit"],
    )
    page = client.get(window.get_absolute_url()).content.decode()
    assert (ASK_FIRST in page) is overdue
    assert Window.objects.overdue_on(date(2026, 11, 24)).exists() is overdue


def test_the_citys_facts_are_old_and_say_so(client, city, at):
    """Nothing loaded passes for confirmed; the advice stands once above the list."""
    at("2026-11-24 10:00")
    page = client.get("/windows/").content.decode()
    assert page.count("先に電話でお確かめください。") == 1
    assert page.count('<p class="verified">') == page.count("    出典 <span") == 30
    assert "最終確認" not in page


def test_only_the_explicit_action_moves_the_date(client, clerk, at):
    """A clerk marks windows as confirmed today; editing one leaves the date alone."""
    at("2026-11-24 10:00")
    client.force_login(clerk)
    window = WindowFactory(verified_on=date(2023, 2, 28))
    client.post(LIST, {"action": "publish", "_selected_action": [window.pk]})
    window.refresh_from_db()
    assert window.verified_on == date(2023, 2, 28)
    sent = {"action": "verify", "_selected_action": [window.pk], "apply": "1"}
    answer = client.post(LIST, sent, follow=True).content.decode()
    assert "1件を今日確認したものとして記録しました。" in answer
    window.refresh_from_db()
    assert (window.verified_on, window.verified_by) == (date(2026, 11, 24), clerk)


def test_a_clerk_lists_what_is_overdue(client, clerk, at):
    """The filter shows the overdue windows and no others."""
    at("2026-11-24 10:00")
    client.force_login(clerk)
    WindowFactory(subject="古い相談", verified_on=date(2023, 2, 28))
    WindowFactory(subject="新しい相談", verified_on=date(2026, 11, 1))
    page = client.get(f"{LIST}?overdue=yes").content.decode()
    assert "古い相談" in page
    assert "新しい相談" not in page
