"""Takes the pictures of the members' desk in `docs/screenshots/`: run by `make screenshots`."""

from pathlib import Path

import pytest
from django.conf import settings

from directory.models import Window
from platform_members.listings.actions import updates
from platform_members.listings.parts import PARTS
from platform_members.models import Listing, Meeting
from platform_members.review import actions as review
from platform_members.review.actions import Seen
from tests.factories import RoundFactory
from tests.helpers.proposals import save

FOLDER = Path(settings.BASE_DIR) / "docs" / "screenshots"


@pytest.fixture
def listings(live_city, at, organisation, member, reviewer):
    """Three of the city's windows in a member's hands: one due, one returned, one in a draft."""
    at("2026-11-24 10:20")
    windows = Window.objects.published().order_by("pk")[:3]
    made = [Listing.objects.create(window=each, organisation=organisation) for each in windows]
    save(made[1], member, updates.save_draft, cost="無料")
    update = save(made[2], member, cost="無料")
    review.return_update(
        update=update, seen=Seen.of(update), comment="無料なのは初回だけですか。", by=reviewer
    )
    RoundFactory(asked=[organisation])
    meeting = Meeting.objects.create(kind="platform", date="2026-12-10", agenda="第2回")
    meeting.organisations.add(organisation)
    return made


def keep(page, name: str, width: int) -> None:
    """Take a picture of the whole page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"desk-{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("width", [390, 1280])
def test_take_desk(open_as, listings, member, width):
    """The first page, each part of a form, a slip in a draft, and the page after sending."""
    page = open_as(member, "/desk/", width=width)
    keep(page, "home", width)
    root = page.url.removesuffix("/desk/")
    for part in PARTS:
        page.goto(f"{root}/desk/listings/{listings[0].pk}/edit/{part}/")
        keep(page, part, width)
    page.goto(f"{root}/desk/updates/{listings[2].window.updates.get().pk}/")
    keep(page, "returned", width)
    page.goto(f"{root}/desk/listings/{listings[0].pk}/edit/phones/")
    page.get_by_label("番号 ※必須").first.fill("5224")
    page.get_by_role("button", name="下書き保存").click()
    page.get_by_role("heading", name="まだ足りないところ").wait_for()
    keep(page, "missing", width)
    page.goto(f"{root}/desk/listings/{listings[0].pk}/edit/phones/")
    page.get_by_label("番号 ※必須").first.fill("0596-21-5557")
    page.get_by_role("button", name="変更案を出す").click()
    page.get_by_text("変更案を出しました").wait_for()
    keep(page, "sent", width)


@pytest.mark.parametrize("width", [390, 1280])
def test_take_review(open_as, listings, member, reviewer, width):
    """A member's proposal as a reviewer reads it."""
    changed = {"cost": "無料", "description": "はじめての方もご相談ください。"}
    update = save(listings[0], member, **changed)
    page = open_as(reviewer, f"/desk/review/{update.pk}/", width=width)
    page.screenshot(path=FOLDER / f"staff-review-{width}.png", full_page=True)
