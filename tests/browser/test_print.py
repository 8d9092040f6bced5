"""Pages of residents on paper, as Chromium prints them."""

import io
from math import ceil

import pikepdf
import pytest

from directory.models import Category, Window

# Printed, one of these words would lead nowhere.
DEAD = (
    "地図をひらく",
    "相談メモを印刷する",
    "見られたくないとき",
    "しぼりこむ",
    "調べる",
    "センターの案内",
)


def pages(page) -> int:
    """How many sheets a page takes."""
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
        return len(paper.pages)


@pytest.mark.parametrize("language", ["", "en/", "easy/"])
def test_a_category_takes_few_sheets(open_page, live_city, live_server, language):
    """Six windows a sheet and more; a category of up to seven stands on one."""
    page = open_page("/about/")
    for category in Category.objects.with_window_counts():
        page.goto(f"{live_server.url}/{language}{category.get_absolute_url()[1:]}")
        sheets = pages(page)
        assert sheets <= max(1, ceil(category.window_count / 6)), category.name
        if category.window_count <= 7:
            assert sheets == 1, category.name


@pytest.mark.parametrize("language", ["", "en/", "easy/"])
def test_a_window_stands_on_one_sheet(open_page, live_city, live_server, language):
    """Those too of which much is known, in words that are longer than the Japanese."""
    page = open_page("/about/")
    for name in ("伊勢市生活サポートセンター「あゆみ」", "チャイルドライン"):
        window = Window.objects.filter(name=name).first()
        page.goto(f"{live_server.url}/{language}{window.get_absolute_url()[1:]}")
        assert pages(page) == 1, name


@pytest.mark.parametrize("path", ["/", "/categories/money-housing/", "window"])
def test_paper_says_of_when_it_is_and_leads_nowhere(open_page, live_city, settings, at, path):
    """Day and address stand below; words that only lead on are left out; 予約 is black on white."""
    at("2026-11-24 10:00")
    settings.PORTAL_URL = "https://soudan.example.lg.jp"
    window = Window.objects.get(name="ハローワーク伊勢（伊勢公共職業安定所）")
    address = window.get_absolute_url() if path == "window" else path
    page = open_page(address, width=794)
    page.emulate_media(media="print")
    text = page.inner_text("body")
    assert "2026年11月24日（火）の内容です。" in text
    assert f"いまの内容：{settings.PORTAL_URL}{address}" in text
    assert not [words for words in DEAD if words in text]
    if path == "window":
        assert "11月30日（月）" in text
        assert "きょう" not in text
    elif path != "/":
        mark = page.locator(".mark-reservation").first
        style = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
        assert mark.evaluate(style) == ["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"]


def test_the_first_page_on_paper_has_the_numbers_of_the_night(open_page, live_city):
    """What one tap opens on a screen is open on paper."""
    page = open_page("/", width=794)
    page.emulate_media(media="print")
    assert page.locator('.emergency a[href="tel:0120279338"]').is_visible()
    assert not page.get_by_text("24時間の電話相談", exact=True).is_visible()
