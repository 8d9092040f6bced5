"""Lists and a window's page as they are laid out, measured in a real browser."""

import pytest

from directory.models import Window
from directory.public import views
from tests.browser.test_accessibility import overflow

# The tops of the letters of a text: more than one, where a line ends within it.
TOPS = """text => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const tops = new Set();
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(text);
    if (at < 0 || !walker.currentNode.parentElement.checkVisibility()) continue;
    for (let i = at; i < at + text.length; i++) {
      const range = new Range();
      range.setStart(walker.currentNode, i);
      range.setEnd(walker.currentNode, i + 1);
      tops.add(range.getBoundingClientRect().top);
    }
    return tops.size;
  }
  return 0;
}"""


def test_a_page_of_24_windows_is_short_on_a_tablet(open_page, live_city, monkeypatch):
    """Two columns from 700 px on; 24 windows take at most 6,000 px at 768."""
    monkeypatch.setattr(views, "WINDOWS_PER_PAGE", 24)
    page = open_page("/windows/", width=768, height=1024)
    assert page.locator("article").count() == 24
    assert page.evaluate("document.documentElement.scrollHeight") <= 6_000
    for width, columns in ((699, 1), (700, 2)):
        page.set_viewport_size({"width": width, "height": 1024})
        row = page.locator("article").first
        lefts = {
            round(row.locator(f".window-{part}").bounding_box()["x"])
            for part in ("subject", "contact", "hours", "place")
        }
        assert len(lefts) == columns


@pytest.mark.parametrize("width", [320, 390, 768])
def test_no_line_ends_within_a_phrase(open_page, live_city, width):
    """Neither a word nor a stretch of hours is cut in a list."""
    page = open_page("/categories/money-housing/", width=width)
    for text in ("お確かめください", "経済的な", "9:30～11:30", "第3木曜日", "13:00～16:00"):
        assert page.evaluate(TOPS, text) == 1, text


def test_the_number_of_every_window_is_before_the_fold(open_page, live_city, live_server):
    """On a small telephone, below subject and name and before the marks."""
    page = open_page("/about/", width=320, height=568)
    for window in Window.objects.published().filter(phones__isnull=False).distinct():
        page.goto(live_server.url + window.get_absolute_url(), wait_until="domcontentloaded")
        parts = ("h1", ".window-page-name", ".phone", ".marks")
        boxes = [page.locator(f".window-page {part}").first.bounding_box() for part in parts]
        tops = [box["y"] for box in boxes]
        assert tops == sorted(tops), window
        assert boxes[2]["y"] + boxes[2]["height"] <= 568, window
        assert overflow(page) <= 0, window


def test_a_number_is_copied_and_a_page_is_told_by_its_address_alone(
    open_page, live_city, live_server
):
    """Script adds both; what is told names no trouble, and what happened is said."""
    window = Window.objects.get(name="伊勢市生活支援課")
    page = open_page(window.get_absolute_url(), permissions=["clipboard-read", "clipboard-write"])
    read = "navigator.clipboard.readText()"
    page.get_by_role("button", name="0596-21-5556 番号をコピーする").click()
    page.get_by_text("0596-21-5556 番号をコピーしました。").wait_for()
    assert page.evaluate(read) == "0596-21-5556"
    page.get_by_role("button", name="このページを知らせる").click()
    page.get_by_text("このページのアドレスをコピーしました。").wait_for()
    assert page.evaluate(read) == live_server.url + window.get_absolute_url()
    discreet = Window.objects.get(name="DV相談＋（プラス）")
    page = open_page(discreet.get_absolute_url())
    assert page.get_by_role("button", name="番号をコピーする").count() > 0
    assert page.get_by_role("button", name="このページを知らせる").count() == 0
    page = open_page(window.get_absolute_url(), java_script_enabled=False)
    assert page.get_by_role("button", name="番号をコピーする").count() == 0
