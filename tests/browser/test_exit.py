"""A person who is watched leaves at once, and leaves no word of a question behind."""

import shutil
import sqlite3

import pytest

from directory.models import Window

LEAVE = "閉じる（天気予報のページに変わります）"
QUESTION = "束縛がつらい"


@pytest.fixture
def safe_page(settings, live_server):
    """A harmless page on this machine stands for the weather forecast."""
    settings.EXIT_URL = f"{live_server.url}/about/"
    return settings.EXIT_URL


def ask(page, question=QUESTION):
    """Type a question and send it; wait for the answer."""
    page.locator("#search-input").fill(question)
    page.locator(".search-box button").click()
    page.locator("h1").filter(has_text=question).wait_for()


@pytest.mark.parametrize("leave", ["click", "shift"])
def test_leaving_replaces_the_page(open_page, live_city, safe_page, live_server, leave):
    """Exit button or three presses of Shift; "back" does not return to what was read."""
    page = open_page("/")
    page.goto(f"{live_server.url}/windows/7/")
    if leave == "click":
        page.get_by_role("link", name=LEAVE).click()
    else:
        for _press in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(safe_page)
    page.go_back()
    assert "/windows/7/" not in page.url


def test_presses_of_shift_are_announced(open_page, live_city, safe_page):
    """A screen reader says how many presses are left."""
    page = open_page("/")
    page.keyboard.press("Shift")
    assert page.locator("#exit-presses").inner_text() == (
        "Shiftキーをあと2回押すと、このページを閉じます。"
    )


def test_shift_never_destroys_what_is_being_written(open_page, live_city, safe_page):
    """Neither capitals in the search box nor pauses in a form lead away."""
    page = open_page("/")
    box = page.locator("#search-input")
    box.fill("DV")
    for _press in range(3):
        page.keyboard.press("Shift")
    assert box.input_value() == "DV"
    page = open_page("/members/apply/")
    field = page.locator("main form input[type=text]").first
    field.fill("NPO")
    page.locator("h1").click()
    for _press in range(4):
        page.keyboard.press("Shift")
    page.wait_for_timeout(300)
    assert field.input_value() == "NPO"


def test_the_exit_is_a_plain_link_without_script(open_page, live_city, safe_page):
    """With scripts off it leads to the same page."""
    page = open_page("/windows/", java_script_enabled=False)
    page.get_by_role("link", name=LEAVE).click()
    page.wait_for_url(safe_page)


def test_the_history_of_a_browser_holds_no_word_of_a_question(
    chromium, live_server, live_city, tmp_path, settings
):
    """Asked, narrowed, opened, back, reloaded, suggested: the browser's own file is looked into."""
    settings.ALLOWED_HOSTS = ["*"]
    window = Window.objects.get(name="DV相談＋（プラス）")
    with chromium.browser_type.launch_persistent_context(
        tmp_path,
        executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
        args=["--no-sandbox", "--disable-dev-shm-usage"],
    ) as context:
        page = context.pages[0]
        page.goto(live_server.url)
        ask(page)
        assert page.url == f"{live_server.url}/windows/"
        page.get_by_role("link", name=window.subject, exact=True).first.click()
        page.wait_for_url("**/windows/*/")
        page.go_back()
        page.wait_for_selector(f"h1:has-text('{QUESTION}')")
        page.reload()
        page.wait_for_selector(f"h1:has-text('{QUESTION}')")
        ask(page, "借金")
        page.go_back()
        page.wait_for_selector(f"h1:has-text('{QUESTION}')")
        page.go_back()
        page.wait_for_selector(".home-title")
        page.wait_for_timeout(1500)  # the browser writes its history a moment later
    (file,) = tmp_path.rglob("History")
    rows = sqlite3.connect(file).execute("SELECT url, title FROM urls").fetchall()
    assert any(url.endswith(window.get_absolute_url()) for url, _title in rows)
    for url, title in rows:
        assert "q=" not in url
        for word in (QUESTION, "束縛", "借金", "DV", "暴力"):
            assert word not in title


def test_without_script_the_page_says_what_stays(open_page, live_city):
    """One tap away, with how to remove it; the question is in the address then."""
    page = open_page("/windows/?q=借金", java_script_enabled=False)
    page.get_by_text("見られたくないとき（履歴の消し方）").click()
    assert page.get_by_text("検索したことばも、履歴に残ります。").is_visible()
