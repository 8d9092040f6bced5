"""Takes the pictures in `docs/screenshots/`: run by `make screenshots`, not by `make test`."""

from pathlib import Path

import pytest
from django.conf import settings

from directory.models import Window

FOLDER = Path(settings.BASE_DIR) / "docs" / "screenshots"
NAMES = ("home", "category", "window")
TALLEST = 1_800  # pixels: enough of a long list to see what it is


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", NAMES)
def test_take_screenshot(open_page, live_city, at, name, width):
    """A picture of each kind of public page, on a telephone and on a desk, of a Tuesday morning."""
    at("2026-11-24 10:20")
    window = Window.objects.get(name="いせ若者就業サポートステーション")
    path = {
        "home": "/",
        "category": "/categories/money-housing/",
        "window": window.get_absolute_url(),
    }[name]
    page = open_page(path, width=width)
    FOLDER.mkdir(parents=True, exist_ok=True)
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    top = {"x": 0, "y": 0, "width": width, "height": height}
    page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True, clip=top)
