"""Public pages in each language in a real browser: axe, reflow, both schemes, the switch."""

import pytest
from django.urls import clear_url_caches

from directory.languages import WRITTEN
from directory.models import Window
from platform_members.models import GapMapDecision
from tests.browser.campaign_pages import city_campaigns
from tests.browser.test_accessibility import assert_accessible_at
from tests.helpers.editions import since_printed

PAGES = [
    "",
    "categories/money-housing/",
    "windows/?channel=telephone",
    "windows/?q=家賃が払えない",
    "windows/?q=もう死にたい",
    "windows/?q=ラーメン",
    "about/",
    "accessibility/report/",
    "members/",
    "cards/",
    "cards/ur/",
    "booklet/errata/",
    "offline/",
    "offline/list/",
    "campaigns/",
    "campaigns/compare/",
    "data/",
    "data/api/",
    "members/gaps/",
    "members/gaps/kinds/work/employment/",
    "nothing-here/",
]


@pytest.fixture
def all_languages(settings):
    """Every language that is written, switched on."""
    settings.LANGUAGES = [(code, each.name) for code, each in WRITTEN.items()]
    clear_url_caches()


@pytest.mark.parametrize("code", [code for code in WRITTEN if code != "ja"])
def test_no_page_has_a_barrier_in_any_language(
    open_page, live_city, live_server, all_languages, settings, clerk, code
):
    """axe finds nothing at 320 px, and nothing scrolls sideways."""
    settings.STAFF_EMAIL = "office@example.lg.jp"  # so that the form of reports is there
    since_printed(clerk)
    report = city_campaigns(consultations=True)
    GapMapDecision.objects.create(fiscal_year=2026, axis="kinds", public=True, decided_by=clerk)
    window = Window.objects.published().filter(discreet=False).first()
    page = open_page(f"/{code}/", width=320)
    for path in [*PAGES, window.get_absolute_url()[1:], report.get_absolute_url()[1:]]:
        page.goto(f"{live_server.url}/{code}/{path}")
        assert_accessible_at(page, [320])


def test_who_reads_little_japanese_is_at_a_number_in_two_taps(open_page, live_city):
    """From the first page: another language, one's own; a number that speaks it is in sight."""
    page = open_page("/", width=390, height=844)
    page.get_by_role("link", name="Other languages").click()
    page.locator('[lang="vi"]').click()
    number = page.locator(".card-window .phone").first
    assert number.get_attribute("href") == "tel:08033008077"
    assert number.bounding_box()["y"] < 844


def test_a_search_stays_out_of_the_history_in_every_language(open_page, live_city):
    """Also when the results are opened in another language."""
    page = open_page("/en/")
    page.fill("#search-input", "家賃")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Results for')")
    assert page.url.endswith("/en/windows/")
    page.get_by_role("link", name="日本語", exact=True).click()
    page.wait_for_selector("h1:has-text('検索結果')")
    assert page.url.endswith("/windows/")
    assert "/en/" not in page.url
