"""A clerk's work on reception hours, in a real browser, seen by a resident."""

import pytest

from directory.models import Window
from tests.browser.test_clerk_day import unfold

SUBJECT = "借金についての相談"


@pytest.fixture
def clerks_page(open_page, live_city, clerk):
    """The admin, with the clerk logged in through the real form."""
    page = open_page("/accounts/login/", width=1280)
    page.get_by_label("メールアドレス").fill("clerk@example.jp")
    page.get_by_label("パスワード").fill("correct horse")
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_url("**/admin/")
    return page


def test_a_clerk_enters_a_third_thursday_and_a_closure(clerks_page, open_page, live_server, at):
    """第3木曜日 9:30～11:30 要予約 and a closure on 12/30 are ticked, looked at, saved, public."""
    at("2026-11-24 10:00")
    page = clerks_page
    window = Window.objects.get(name="伊勢市生活支援課")
    page.goto(f"{live_server.url}/admin/directory/window/{window.pk}/change/")

    first = page.locator("#hours_rules-0")
    for day in ("月", "火", "水", "金"):
        first.get_by_label(day, exact=True).uncheck()
    first.get_by_label("第3", exact=True).check()
    first.get_by_label("開始").fill("９：３０")
    first.get_by_label("終了").fill("11時30分")
    first.get_by_label("要予約").check()
    unfold(page, "臨時の休み・臨時の受付")
    closure = page.locator("#hours_exceptions-0")
    closure.locator("[name$=first_day]").fill("2026-12-30")
    closure.locator("[name$=last_day]").fill("2026-12-30")
    closure.locator("[name$=note]").fill("設備の点検のため")

    page.get_by_role("button", name="見え方").click()
    preview = page.locator(".window-page")
    assert "第3木曜日 9:30～11:30" in preview.inner_text()
    assert "予約制（次回 12月17日（木）9:30）" in preview.inner_text()
    page.get_by_role("button", name="このまま保存する").click()
    page.wait_for_url("**/admin/directory/window/")

    public = open_page(window.get_absolute_url())
    assert "第3木曜日 9:30～11:30" in public.inner_text("main")
    assert "予約制（次回 12月17日（木）9:30）" in public.inner_text("main")
    at("2026-12-30 10:00")
    public.reload()
    assert "臨時休業（設備の点検のため）" in public.inner_text("main")


def test_one_click_fills_the_commonest_hours(clerks_page, live_server):
    """A button fills Monday to Friday 8:30～17:15; rows added later have it too."""
    page = clerks_page
    page.goto(f"{live_server.url}/admin/directory/window/add/")
    row = page.locator("#hours_rules-0")
    row.get_by_role("button", name="平日 8:30～17:15").click()
    ticked = row.locator("[name$=weekdays]:checked")
    assert [ticked.nth(n).input_value() for n in range(ticked.count())] == ["0", "1", "2", "3", "4"]
    assert row.get_by_label("開始").input_value() == "8:30"
    assert row.get_by_label("終了").input_value() == "17:15"
    page.get_by_role("button", name="受付日時の行を追加").click()
    page.locator("#hours_rules-1").get_by_role("button", name="毎日 24時間").click()
    assert page.locator("#hours_rules-1").get_by_label("終了").input_value() == "24:00"
