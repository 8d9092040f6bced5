"""Large letters, little room, forced colours: nothing is lost and nothing is off-screen."""

import pytest

from directory.models import Window
from tests.browser.test_accessibility import overflow

PATHS = (
    "/",
    "/categories/money-housing/",
    "/windows/?q=家賃が払えない",
    "window",
    "/accessibility/",
)
# Visible elements of the page that stand outside of it, or whose words are cut off.
LOST = """() => [...document.querySelectorAll('body *')].filter(e => e.checkVisibility()
  && !e.closest('.visually-hidden, .skip-link, svg, [hidden]')
  && getComputedStyle(e).clipPath === 'none').filter(e => {
    const box = e.getBoundingClientRect();
    const cut = getComputedStyle(e).overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1;
    return box.width && (box.right > innerWidth + 1 || box.left < -1 || cut);
  }).map(e => e.outerHTML.slice(0, 90))"""


@pytest.fixture(params=PATHS)
def path(request, live_city):
    """One page of each kind."""
    if request.param == "window":
        return Window.objects.get(name="いせ若者就業サポートステーション").get_absolute_url()
    return request.param


def test_nothing_is_lost_with_little_room_and_large_letters(open_page, path):
    """400 % zoom, letters of 32 px on a telephone, a telephone held across."""
    for width, height, letters in ((320, 256, ""), (390, 844, "32px"), (640, 360, "32px")):
        page = open_page(path, width=width, height=height)
        page.evaluate("size => document.documentElement.style.fontSize = size", letters)
        assert overflow(page) <= 0, (width, letters)
        lost = [each for each in page.evaluate(LOST) if "one-line" not in each]
        assert lost == [], (width, letters)
        leave = page.locator("a.exit").bounding_box()
        assert leave["x"] + leave["width"] <= width
        assert leave["height"] < (60 if not letters else 110)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_and_reduced_motion_lose_nothing(open_page, live_city, scheme):
    """Buttons have edges of their own, and pictograms the colour of words; nothing moves."""
    page = open_page("/", color_scheme=scheme, forced_colors="active", reduced_motion="reduce")
    for selector in ("a.exit", ".search-row .button", ".tile"):
        width = page.locator(selector).first.evaluate("e => getComputedStyle(e).borderTopWidth")
        assert width in {"1px", "2px"}
    moving = page.evaluate("document.getAnimations().length")
    assert moving == 0
