"""The desk and the review in a real browser: no barriers, and a change from end to end."""

import pytest
from django.conf import settings as django_settings

from tests.browser.test_accessibility import assert_accessible
from tests.platform_members.test_updates import PHONE, save, staff_edit

MEMBERS = {
    "desk": "/desk/",
    "listing": "/desk/listings/{listing}/",
    "edit": "/desk/listings/{listing}/edit/",
    "suspend": "/desk/listings/{listing}/suspend/",
    "propose": "/desk/organisations/{organisation}/windows/add/",
    "updates": "/desk/organisations/{organisation}/updates/",
    "update": "/desk/updates/{update}/",
    "missing": "/desk/listings/0/",
}
REVIEWERS = {
    "queue": "/desk/review/",
    "published": "/desk/review/published/",
    "review": "/desk/review/{update}/",
    "correct": "/desk/review/{update}/correct/",
    "refused": "/desk/listings/{listing}/",
}


@pytest.fixture
def addresses(live_city, listing, member, reviewer):
    """A waiting change with a conflict, and the numbers that stand in addresses."""
    facts = {"cost": "無料", "phones": [PHONE], "hours_override": "毎日 10:00～18:00"}
    update = save(listing, member, description="はじめての方も\nどうぞ", **facts)
    staff_edit(listing.window, reviewer, cost="300円")
    return {
        "listing": listing.pk,
        "organisation": listing.organisation_id,
        "update": update.pk,
    }


@pytest.fixture
def open_as(open_page, client, live_server):
    """Return a function that opens an address as somebody who has logged in."""

    def open_as(user, path, **options):
        page = open_page("/accounts/login/", **options)
        client.force_login(user)
        cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return open_as


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("name", [*MEMBERS, *REVIEWERS])
def test_page_has_no_barrier(open_as, addresses, member, reviewer, name, width):
    """axe finds nothing on any page of the desk and the review, and nothing scrolls sideways."""
    user = member if name in MEMBERS else reviewer
    page = open_as(user, (MEMBERS | REVIEWERS)[name].format(**addresses), width=width)
    assert_accessible(page)
