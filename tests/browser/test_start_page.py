"""The start page of the staff in a real browser: barriers, keyboard, and the way to a number."""

import pytest

from directory.models import Window
from tests.browser.test_accessibility import assert_accessible, assert_accessible_at, overflow
from tests.browser.test_clerk_day import COUNT_CLICKS, counted


def test_the_pages_have_no_barrier(open_as, live_city, live_server, clerk):
    """axe finds nothing on the start page, in what was found, on an error, at an invitation."""
    page = open_as(clerk, "/admin/")
    assert_accessible_at(page, [390, 1280])
    page.locator(".all-lists summary").click()
    assert_accessible_at(page, [390, 1280])
    for path in ("search/?q=伊勢", "nothing/here/", "platform_members/user/invite/"):
        page.goto(f"{live_server.url}/admin/{path}")
        assert_accessible_at(page, [390, 1280])


@pytest.mark.parametrize("role", ["reader", "publicist", "administrator"])
def test_every_role_has_a_start_page_without_barrier(open_as, live_city, request, role):
    """With the tasks of that role, in a narrow window."""
    page = open_as(request.getfixturevalue(role), "/admin/", width=390)
    assert page.locator(".task").count() >= 1
    assert_accessible(page)


def test_a_number_is_reached_by_keyboard_in_one_search(open_as, live_city, clerk):
    """The box is near the top; Enter searches, and the window's form is one link away."""
    page = open_as(clerk, "/admin/", width=1280, height=800)
    box = page.get_by_role("searchbox")
    assert box.bounding_box()["y"] < 300
    box.focus()
    page.keyboard.type("0596 63 5224")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/search/**")
    page.locator(".found a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    assert overflow(page) <= 0


def test_a_number_is_corrected_with_three_clicks(open_as, live_city, live_server, clerk):
    """From the start page through its box; all that is clicked stands on a screen of 1280 × 800."""
    window = Window.objects.get(name="伊勢市生活支援課")
    page = open_as(clerk, "/about/", width=1280, height=800)
    page.add_init_script(COUNT_CLICKS)
    page.goto(f"{live_server.url}/admin/")
    page.evaluate("sessionStorage.clear()")
    click(page, page.get_by_role("searchbox"))
    page.keyboard.type("生活支援課")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/search/**")
    row = page.locator(".found li").filter(has_text=window.name_with_status)
    click(page, row.get_by_role("link", name=f"{window.phones.first().printed} を直す"))
    page.locator("#id_phones-0-printed:focus").wait_for()
    page.keyboard.type("0596-63-5224")
    click(page, page.get_by_role("button", name="保存", exact=True))
    page.get_by_text("を変更しました").wait_for()
    assert counted(page)[0] <= 3
    assert window.phones.first().printed == "0596-63-5224"


def click(page, locator) -> None:
    """Click something that is wholly in sight without scrolling."""
    box = locator.bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= page.viewport_size["height"]
    locator.click()
