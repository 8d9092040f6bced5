"""Confirming by telephone in a real browser: clicks counted, keyboard, telephone, paper."""

import pytest

from directory.models import Call, Window, WindowVersion
from tests.browser.test_accessibility import assert_accessible_at

CALLS = "/admin/directory/window/calls/"


@pytest.mark.parametrize("width", [390, 1280])
def test_five_windows_are_confirmed_with_two_clicks_each_at_most(open_as, live_city, clerk, width):
    """One click begins, one a window records and leads on; a corrected value takes one more."""
    page = open_as(clerk, CALLS, width=width)
    page.get_by_role("button", name="いちばん上から始める").click()
    clicks, confirmed = 1, []
    for number in range(5):
        page.wait_for_url("**/call/**")
        confirmed.append(page.locator("h1").inner_text())
        if number == 2:
            page.locator("#fact-name summary").click()
            page.locator("#id_name").fill("聞いた名称")
            clicks += 1
        with page.expect_navigation():
            page.get_by_role("button", name="確かめた。次へ").click()
        clicks += 1
    page.get_by_text("今日確かめたと記録しました").wait_for()
    assert clicks <= 2 * 5
    assert len(set(confirmed)) == 5
    assert WindowVersion.objects.filter(how="verified", made_by=clerk).count() == 5
    assert Window.objects.filter(name="聞いた名称").count() == 1


def test_a_window_is_confirmed_and_taken_back_by_keyboard_alone(open_as, live_city, clerk):
    """Tab and Enter reach the buttons and the way back; Enter in a field records nothing."""
    page = open_as(clerk, CALLS, width=1280)
    tab_to(page, "いちばん上から始める")
    page.keyboard.press("Enter")
    page.wait_for_url("**/call/**")
    page.get_by_label("電話のメモ").focus()
    page.keyboard.type("山田さん")
    page.keyboard.press("Enter")
    assert not WindowVersion.objects.filter(how="verified").exists()
    tab_to(page, "確かめた。次へ")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert WindowVersion.objects.filter(how="verified").count() == 1
    tab_to(page, "元に戻す")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_text("元に戻しました").wait_for()
    assert not Window.objects.filter(verified_by=clerk).exists()
    assert Call.objects.get().by == clerk


def tab_to(page, words: str, presses: int = 120) -> None:
    """Press Tab until the button with these words is reached; what has the focus is in sight."""
    for _press in range(presses):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            "(() => { const e = document.activeElement, r = e.getBoundingClientRect();"
            "const bar = document.querySelector('.call-bar'), b = bar?.getBoundingClientRect();"
            "return {text: e.innerText || '', hidden: !!b && !bar.contains(e)"
            " && r.height > 0 && r.top >= b.top && r.bottom <= b.bottom}; })()"
        )
        assert not focus["hidden"]
        if words in focus["text"]:
            return
    pytest.fail(f"Tab did not reach {words}.")


def test_the_pages_have_no_barrier(open_as, live_city, live_server, clerk):
    """axe finds nothing in list, sheet and window, also with the fields of all facts open."""
    page = open_as(clerk, CALLS)
    assert_accessible_at(page, [390, 1280])
    page.get_by_role("button", name="いちばん上から始める").click()
    page.wait_for_url("**/call/**")
    assert_accessible_at(page, [390, 1280])
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert_accessible_at(page, [390, 1280])
    page.locator("#id_phones-0-printed").fill("でんわ")
    page.get_by_role("button", name="確かめた。次へ").click()
    page.get_by_text("まだ記録していません。").wait_for()
    assert_accessible_at(page, [390, 1280])
    page.goto(f"{live_server.url}{CALLS}sheet/")
    assert_accessible_at(page, [390, 1280])


def test_paper_has_the_sheet_and_no_menus(open_as, live_city, clerk):
    """Printed, the sheet is what was to be printed."""
    page = open_as(clerk, f"{CALLS}sheet/", width=794)
    page.emulate_media(media="print")
    assert page.locator(".call-sheet").first.is_visible()
    for menu in ("#header", ".breadcrumbs"):
        assert not page.locator(menu).is_visible()
