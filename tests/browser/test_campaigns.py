"""Campaign reports in a real browser: no barrier, nothing that the CSP refuses, charts in words."""

import pytest

from campaigns.models import Campaign
from tests.browser.campaign_pages import city_campaigns
from tests.browser.test_accessibility import assert_accessible
from tests.browser.waiting import wait_until


@pytest.fixture
def video(live_city) -> Campaign:
    """The campaign with figures, charts and a series."""
    return city_campaigns(consultations=True)


def test_reports_have_no_barrier_and_need_nothing_forbidden(open_page, live_server, video):
    """axe finds nothing at any width, nothing scrolls sideways, the console is silent."""
    other = Campaign.objects.get(kind=Campaign.Kind.PRINT)
    other.results.create(medium="Facebook", impressions=1_000, clicks=10, cost=500)
    page = open_page("/about/")
    said = []
    page.on("console", lambda line: said.append(line.text))
    compared = f"/campaigns/compare/?one={video.pk}&other={other.pk}"
    for path in ("/campaigns/", video.get_absolute_url(), compared):
        page.goto(live_server.url + path)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            assert_accessible(page)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.set_viewport_size({"width": 320, "height": 844})
        assert_accessible(page)
    assert "Facebook" in page.inner_text("main")
    assert said == []


def test_a_report_has_no_barrier_in_the_dark(open_page, video):
    """The dark scheme keeps its contrast, in charts too."""
    assert_accessible(open_page(video.get_absolute_url(), color_scheme="dark"))


def test_charts_say_the_same_to_a_screen_reader(open_page, video):
    """Each picture has its title as name and every figure in its description; a table follows."""
    page = open_page(video.get_absolute_url())
    assert page.get_by_role("img").count() == 8
    chart = page.get_by_role("img", name="媒体別のクリック率（高い順）")
    assert (
        "Google（リスティング） 4.62%、Yahoo（リスティング） 1.29%"
        in chart.locator("desc").text_content()
    )
    for figure in page.locator("figure:has(svg)").all():
        described = figure.locator("desc").text_content().rstrip("。").split("、")
        table = figure.locator("xpath=ancestor-or-self::*[.//table][1]").locator("table").last
        assert table.locator("tbody tr").count() >= len(described)


def test_charts_take_the_pages_colours(open_page, video):
    """Letters in a picture are as light on a dark page as those around it."""
    for scheme in ("light", "dark"):
        page = open_page(video.get_absolute_url(), color_scheme=scheme)
        letters, around = page.evaluate(
            "[getComputedStyle(document.querySelector('.chart text')).fill,"
            " getComputedStyle(document.body).color]"
        )
        assert letters == around


def test_a_wide_table_scrolls_by_keyboard(open_page, video):
    """On a telephone the table moves, not the page; it can be focused and says what it is."""
    page = open_page(video.get_absolute_url())
    region = page.get_by_role("region", name="媒体別実績の表")
    region.focus()
    page.keyboard.press("ArrowRight")
    wait_until(page, "document.querySelector('.table-scroll').scrollLeft > 0")
