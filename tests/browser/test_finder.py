"""The finder in a browser: without script, by keyboard, and without a trace in the history."""

GUIDE = "/guide/"


def question(page) -> str:
    return page.locator("h1").inner_text()


def test_the_finder_by_keyboard_without_script(open_page, live_city):
    """Tab to an answer, Enter; back is the browser's own; four answers lead to windows."""
    page = open_page(GUIDE, java_script_enabled=False)
    first = question(page)
    for _answer in range(4):
        page.locator(".finder-answer").first.focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "finder-answer"
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert 1 <= page.locator(".finder-windows > li").count() <= 5
    for _step in range(4):
        page.go_back()
    assert question(page) == first
    assert page.context.cookies() == []


def test_answers_come_into_no_history_and_no_store(open_page, live_server, live_city):
    """The address stays bare and the title neutral; back, forward and reload still work."""
    page = open_page(GUIDE)
    page.get_by_role("link", name="自分のこと").click()
    page.wait_for_selector(".finder-steps")
    page.get_by_role("link", name="お金・家賃・借金").click()
    page.wait_for_selector(".finder-steps li:nth-child(2)")
    assert page.url == live_server.url + GUIDE
    assert page.title().startswith("ご案内｜")
    asked = question(page)
    page.reload()
    page.wait_for_selector(".finder-steps li:nth-child(2)")
    assert question(page) == asked
    page.go_back()
    page.wait_for_selector(".finder-steps li:nth-child(2)", state="detached")
    assert "いちばん困っていること" in question(page)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
