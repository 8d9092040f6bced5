"""The first screen of a telephone for a question that speaks of danger."""

import pytest

from tests.browser.take_screenshots import DANGEROUS
from tests.browser.test_accessibility import assert_accessible

SMALLEST = 44  # pixels: what a shaking finger still hits


@pytest.mark.parametrize("name", DANGEROUS)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_number_to_tap_is_on_the_first_screen(open_page, live_city, name, width):
    """At 390 px within the first 600, large enough, read out after the sentence; no axe fault."""
    page = open_page(f"/windows/?q={DANGEROUS[name]}", width=width)
    box = page.locator("[data-danger] a.phone").first.bounding_box()
    assert box["height"] >= SMALLEST
    assert box["y"] + box["height"] <= (600 if width == 390 else 844)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)
