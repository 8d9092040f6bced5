"""Somebody who is watched leaves at once."""

import pytest


@pytest.fixture
def safe_page(settings, live_server):
    """A harmless page on this machine stands for the weather forecast."""
    settings.EXIT_URL = f"{live_server.url}/about/"
    return settings.EXIT_URL


@pytest.mark.parametrize("leave", ["click", "shift"])
def test_leaving_replaces_the_page(open_page, live_city, safe_page, live_server, leave):
    """Exit button or three presses of Shift; "back" does not return to what was read."""
    page = open_page("/")
    page.goto(f"{live_server.url}/windows/?q=借金")
    if leave == "click":
        page.get_by_role("link", name="このページをすぐ閉じる").click()
    else:
        for _press in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(safe_page)
    page.go_back()
    assert "借金" not in page.url


def test_typing_capitals_does_not_leave(open_page, live_city, safe_page):
    """Shift used for writing, with other keys between, leaves the page alone."""
    page = open_page("/")
    box = page.locator("#search-input")
    box.click()
    for letter in "DVDV":
        box.press(f"Shift+{letter}")
    assert box.input_value() == "DVDV"
    assert "/about/" not in page.url


def test_the_exit_is_a_plain_link_without_script(open_page, live_city, safe_page):
    """With scripts off it leads to the same page."""
    page = open_page("/windows/", java_script_enabled=False)
    page.get_by_role("link", name="このページをすぐ閉じる").click()
    page.wait_for_url(safe_page)
