"""Takes the pictures in `docs/screenshots/`: run by `make screenshots`, not by `make test`."""

from pathlib import Path

import pytest
from django.conf import settings

from campaigns.files.pdf import report_job
from directory.models import Window
from tests.browser.campaign_pages import city_campaigns
from tests.helpers.paper import pages_of

FOLDER = Path(settings.BASE_DIR) / "docs" / "screenshots"
NAMES = ("home", "category", "window")
# What a person in danger types, by the name of its picture: the first screen of a telephone.
DANGEROUS = {
    "danger-dying": "死にたい",
    "danger-beaten": "夫に殴られる",
    "danger-hurting": "子どもを叩いてしまう",
}
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


@pytest.mark.parametrize("name", DANGEROUS)
def test_take_screenshot_of_danger(open_page, live_city, at, name):
    """What is on the first screen, without scrolling, for a person in danger."""
    at("2026-11-24 10:20")
    page = open_page(f"/windows/?q={DANGEROUS[name]}")
    page.screenshot(path=FOLDER / f"{name}-390.png")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
def test_take_screenshot_of_the_form(open_as, live_city, clerk, at, width, height):
    """A window's form as a clerk finds it: what is on the first screen, with the bar."""
    at("2026-11-24 10:20")
    window = Window.objects.get(name="伊勢市生活支援課")
    path = f"/admin/directory/window/{window.pk}/change/"
    page = open_as(clerk, path, width=width, height=height)
    page.screenshot(path=FOLDER / f"form-{width}.png")


@pytest.mark.parametrize("width", [390, 1280])
def test_take_screenshot_of_a_report(open_page, live_city, width):
    """The whole report of the city's advertising, with its charts."""
    video = city_campaigns(consultations=False)
    page = open_page(video.get_absolute_url(), width=width)
    page.screenshot(path=FOLDER / f"campaign-{width}.png", full_page=True)


def test_take_pictures_of_a_report_on_paper(live_city):
    """The pages of its PDF."""
    job = report_job(city_campaigns(consultations=False))
    for number, page in enumerate(pages_of(job), start=1):
        page.save(FOLDER / f"campaign-report-{number}.png")


@pytest.mark.parametrize("width", [390, 1280])
def test_take_screenshot_of_the_staffs_pages(open_as, live_city, clerk, at, width):
    """The start page by task, the list of windows, and one to be confirmed by telephone."""
    at("2026-11-24 10:20")
    page = open_as(clerk, "/admin/", width=width)
    page.screenshot(path=FOLDER / f"staff-start-{width}.png", full_page=True)
    page = open_as(clerk, "/admin/directory/window/", width=width)
    page.screenshot(path=FOLDER / f"staff-list-{width}.png")
    page = open_as(clerk, "/admin/directory/window/calls/", width=width)
    page.get_by_role("button", name="いちばん上から始める").click()
    page.wait_for_url("**/call/**")
    page.screenshot(path=FOLDER / f"staff-call-{width}.png")
