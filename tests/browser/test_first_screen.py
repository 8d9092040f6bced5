"""What stands on the first screen, measured in a real browser."""

import gzip

import pytest

SIZES = [(320, 568), (390, 844), (768, 1024), (844, 360), (390, 480), (1280, 800), (320, 256)]
LARGEST_FIRST_VISIT = 30_000  # bytes, compressed, with everything that is loaded
HEADER = 56


def box(page, selector):
    """Where the first element of a selector stands, with its lower edge."""
    found = page.locator(selector).first.bounding_box()
    return found | {"bottom": found["y"] + found["height"]}


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 568)])
def test_the_question_is_on_the_first_screen(open_page, live_city, width, height):
    """Whom to ring in two cells of one line, the question, the field; categories where they fit."""
    page = open_page("/", width=width, height=height)
    numbers, lines = box(page, ".emergency-numbers"), box(page, ".emergency-more summary")
    assert numbers["y"] == lines["y"]
    assert 44 <= numbers["height"] == lines["height"] < 50
    parts = ["h1", "#search-input", ".search-row .button"]
    parts += ["#categories h2", ".tile .tile-icon"] if height > 600 else []
    bottoms = [box(page, part)["bottom"] for part in parts]
    assert bottoms == sorted(bottoms)
    assert bottoms[-1] <= height


def test_the_lines_that_answer_at_night_open_in_place(open_page, live_city):
    """One tap shows them on the first screen; the strip of other pages leads to them open."""
    page = open_page("/")
    number = page.locator('.emergency a[href="tel:0120279338"]')
    assert not number.is_visible()
    page.get_by_text("24時間の電話相談").click()
    assert number.bounding_box()["y"] < 844
    page = open_page("/about/")
    page.get_by_role("link", name="24時間の電話相談").click()
    number = page.locator('.emergency a[href="tel:0120279338"]')
    number.wait_for()
    assert HEADER <= number.bounding_box()["y"] < 844


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_exit_is_in_reach_within_a_low_header(open_page, live_city, width, height):
    """One word in one line, at the top wherever the page is scrolled to, and nothing beneath it."""
    page = open_page("/windows/", width=width, height=height)
    assert box(page, ".site-header")["height"] <= HEADER
    for share in (0, 0.5, 1):
        page.evaluate(f"scrollTo(0, document.body.scrollHeight * {share})")
        leave = box(page, "a.exit")
        assert leave["y"] >= 0
        assert leave["bottom"] <= HEADER
        assert leave["x"] + leave["width"] <= width
        assert 44 <= leave["height"] < 48


def test_a_first_visit_loads_little(open_page, live_city, live_server):
    """The first page with all that it loads, as it comes over the line, is small."""
    page = open_page("/about/")
    loaded = {}
    page.on("response", lambda answer: loaded.update({answer.url: answer}))
    page.goto(live_server.url + "/", wait_until="networkidle")
    sizes = {url: len(gzip.compress(answer.body())) for url, answer in loaded.items()}
    assert len(sizes) >= 5
    assert sum(sizes.values()) <= LARGEST_FIRST_VISIT, sizes
