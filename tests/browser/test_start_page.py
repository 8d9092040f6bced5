"""The start page of the staff in a real browser: barriers, keyboard, and the way to a number."""

import pytest

from tests.browser.test_accessibility import assert_accessible, overflow


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_have_no_barrier(open_as, live_city, live_server, clerk, width, scheme):
    """axe finds nothing on the start page, in what was found, on an error, at an invitation."""
    page = open_as(clerk, "/admin/", width=width, color_scheme=scheme)
    assert_accessible(page)
    page.locator(".all-lists summary").click()
    assert_accessible(page)
    for path in ("search/?q=伊勢", "nothing/here/", "platform_members/user/invite/"):
        page.goto(f"{live_server.url}/admin/{path}")
        assert_accessible(page)


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
