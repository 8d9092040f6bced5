"""Enter and 「行を追加」 in the forms of desk and review do what their reader expects."""

import pytest

from platform_members.models import ListingUpdate
from tests.helpers.proposals import save


def test_enter_in_a_text_field_saves_the_draft(open_as, live_city, listing, member):
    """It adds no row, and nothing goes to the reviewers."""
    page = open_as(member, f"/desk/listings/{listing.pk}/edit/")
    field = page.get_by_label("費用", exact=True)
    field.fill("無料")
    field.press("Enter")
    page.get_by_text("下書きを保存しました").wait_for()
    update = ListingUpdate.objects.get()
    assert (update.status, update.facts["cost"]) == ("draft", "無料")
    assert len(update.facts["phones"]) == 1


def test_enter_in_a_change_that_waits_sends_nothing(open_as, live_city, listing, member):
    """The reviewers go on reading what was sent; the member sees how the new words look."""
    update = save(listing, member, cost="無料")
    page = open_as(member, f"/desk/listings/{listing.pk}/edit/")
    field = page.get_by_label("費用", exact=True)
    field.fill("500円")
    field.press("Enter")
    page.get_by_role("heading", name="住民からの見え方").wait_for()
    assert page.get_by_label("費用", exact=True).input_value() == "500円"
    update.refresh_from_db()
    assert update.facts["cost"] == "無料"


def test_enter_decides_nothing(open_as, live_city, listing, member, reviewer):
    """Neither on a tick of the review nor in a field of the correction."""
    update = save(listing, member, cost="無料")
    page = open_as(reviewer, f"/desk/review/{update.pk}/")
    tick = page.get_by_label("「費用」を承認する")
    tick.uncheck()
    tick.press("Enter")
    page.get_by_role("heading", name="変更の確認").wait_for()
    assert not page.get_by_label("「費用」を承認する").is_checked()
    page = open_as(reviewer, f"/desk/review/{update.pk}/correct/")
    page.get_by_label("費用", exact=True).press("Enter")
    page.get_by_role("heading", name="住民からの見え方").wait_for()
    update.refresh_from_db()
    assert update.status == "waiting"


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_new_row_is_where_the_page_opens(open_as, live_city, listing, member, width, script):
    """With and without script the new row is in view, and the next Tab leads into it."""
    path = f"/desk/listings/{listing.pk}/edit/"
    page = open_as(member, path, width=width, java_script_enabled=script)
    for title, number in (("曜日と時刻", 2), ("臨時の休み・臨時の受付", 1), ("曜日と時刻", 3)):
        page.get_by_role("button", name=f"{title}の行を追加").click()
        row = page.get_by_role("group", name=f"{title} {number}", exact=True)
        row.wait_for()
        top = row.bounding_box()["y"]
        assert 0 <= top < 400
        page.keyboard.press("Tab")
        assert row.locator(":focus").count() == 1
