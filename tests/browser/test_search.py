"""Searching in a real browser: by keyboard, with suggestions, and without script."""

from directory.models import Window
from tests.browser.test_accessibility import assert_accessible


def suggestions_for(page, typed):
    """Type into the search box and wait for what is suggested."""
    box = page.get_by_label("困りごと・窓口の名前・電話番号でさがす")
    box.focus()
    page.keyboard.insert_text(typed)
    page.get_by_role("listbox").wait_for()
    return box


def test_a_resident_chooses_a_suggested_window_by_keyboard(open_page, live_city):
    """Typing, arrow keys and Enter lead to a window's own page; a screen reader hears the way."""
    page = open_page("/")
    box = suggestions_for(page, "ひきこもり専門")
    assert box.get_attribute("aria-expanded") == "true"
    assert "件の候補" in page.locator("#suggestion-count").inner_text()
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    chosen = page.locator('[role=option][aria-selected="true"]')
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert "ひきこもり専門電話相談" in chosen.inner_text()
    page.keyboard.press("Enter")
    window = Window.objects.get(subject="ひきこもり専門電話相談")
    page.wait_for_url(f"**{window.get_absolute_url()}")


def test_a_suggested_phrase_searches_for_it(open_page, live_city):
    """Tapping a phrase opens the results for it."""
    page = open_page("/about/")
    suggestions_for(page, "家賃が払え")
    page.get_by_role("option", name="家賃が払えない").click()
    page.get_by_role("heading", name="「家賃が払えない」の検索結果").wait_for()


def test_suggestions_can_be_waved_away(open_page, live_city):
    """Escape closes them and keeps what was typed; Enter then searches for that."""
    page = open_page("/")
    box = suggestions_for(page, "借金")
    page.keyboard.press("Escape")
    page.get_by_role("listbox").wait_for(state="hidden")
    assert box.input_value() == "借金"
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="「借金」の検索結果").wait_for()


def test_one_character_asks_for_nothing(open_page, live_city):
    """Nothing leaves the browser before two characters."""
    page = open_page("/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("困りごと・窓口の名前・電話番号でさがす").fill("家")
    page.wait_for_timeout(600)
    assert [url for url in asked if "suggest/" in url] == []


def test_searching_works_without_script(open_page, live_city):
    """The same way by keyboard with scripts switched off: type, Enter, choose, land."""
    page = open_page("/", java_script_enabled=False)
    page.get_by_label("困りごと・窓口の名前・電話番号でさがす").focus()
    page.keyboard.insert_text("ひきこもり専門")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="「ひきこもり専門」の検索結果").wait_for()
    page.get_by_role("link", name="ひきこもり専門電話相談").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="ひきこもり専門電話相談").wait_for()


def test_an_open_list_of_suggestions_has_no_barrier_in_the_dark(open_page, live_city):
    """Suggestions keep their contrast on a dark screen."""
    page = open_page("/", color_scheme="dark")
    suggestions_for(page, "相談")
    page.keyboard.press("ArrowDown")
    assert_accessible(page)
