"""Takes the pictures in `docs/booklet/`: run by `make screenshots`, not by `make test`."""

from datetime import date
from pathlib import Path

from django.conf import settings
from PIL import Image

from directory.booklet import content, documents, leaflets
from directory.models import Category, Window
from tests.helpers.paper import pages_of

FOLDER = Path(settings.BASE_DIR) / "docs" / "booklet"
DAY = date(2026, 11, 24)
PAGES = {1: "cover", 2: "guide", 3: "category-1", 4: "category-2", 11: "index", 12: "back"}


def save(picture: Image.Image, name: str) -> None:
    """Keep a picture small: 128 colours are enough for print."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    picture.convert("RGB").quantize(128).save(FOLDER / f"{name}.png", optimize=True)


def test_take_the_booklets_pages(city, settings):
    """Cover, guide, two pages of categories, index, back; one page as a copier sees it."""
    settings.PORTAL_URL = "https://soudan.example.lg.jp"
    windows = Window.objects.published().for_reading()
    data = content.booklet(windows, Category.objects.all(), DAY, "令和8年度版")
    pages = pages_of(documents.booklet_job(data))
    for number, name in PAGES.items():
        save(pages[number - 1], name)
    save(pages[2].convert("L"), "category-1-black-and-white")
    save(pages_of(documents.booklet_job(data, "large"))[3], "large")


def test_take_a_memo(city, settings):
    """相談メモ of one window."""
    settings.PORTAL_URL = "https://soudan.example.lg.jp"
    window = Window.objects.for_reading().get(name="いせ若者就業サポートステーション")
    save(pages_of(documents.sheet_job("memo.typ", leaflets.memo(window, DAY)))[0], "memo")
