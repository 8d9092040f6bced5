"""Two portals on one machine, each with a server and a database, keep a window true.

The first is ours; the second is the other city of docs/another-city.md, which owns the window.
"""

import time
from urllib.request import urlopen

import pytest

from directory.models import Window
from platform_members.models import ListingUpdate, SubscribedWindow, Subscription
from tests.factories import CategoryFactory, OrganisationFactory, WindowFactory
from tests.helpers.other_portal import night
from tests.helpers.page_forms import filled_form, sent
from tests.helpers.second_portal import FOLDER, second_portal
from tests.helpers.transactions import committed

FARMING = "b114fc3e-08c0-5a54-8a1b-b9a5d931b001"
WINDOW = f"""
from directory import changes
from directory.models import Window, WindowVersion
window = Window.objects.get(uid="{FARMING}")
windows = Window.objects.filter(pk=window.pk)
"""
LOAD = f"""
from django.core.management import call_command
for name in ("load_directory", "load_organisations"):
    call_command(name, {str(FOLDER)!r}, verbosity=0)
{WINDOW}
changes.publish_windows(windows=windows, by=None)
"""
CORRECT = f"""
{WINDOW}
number = {{"kind": "voice", "label": "", "printed": "059-229-3999"}}
how = WindowVersion.How.EDITED
changes.change_windows(changes=[(window, {{"phones": [number]}})], by=None, how=how)
"""
TAKE_FROM_US = f"""
from django.core.management import call_command
from django.utils import timezone
from platform_members.models import Organisation, SubscribedWindow, Subscription, User
from platform_members.sharing.choosing import ChoiceRefused, choose, fetch_list
from platform_members.sharing.offered import all_rows
{WINDOW}
by = User.objects.create(email="tsu@example.jp", name="津 花子", is_staff=True)
organisation = Organisation.objects.create(name="隣の市", kind="other")
ours = Subscription.objects.create(name="伊勢", address="{{url}}/hsds", organisation=organisation)
print(fetch_list(subscription=ours, now=timezone.now()))
ours.refresh_from_db()
for row in all_rows(ours):
    print(row.name, row.why_not)
try:
    choose(subscription=ours, choices={{{{"{FARMING}": None}}}}, left=[], by=by)
except ChoiceRefused:
    print("refused")
SubscribedWindow.objects.create(
    subscription=ours, uid=window.uid, name="x", chosen_at=timezone.now(), chosen_by=by
)
call_command("fetch_subscriptions", verbosity=0)
print(SubscribedWindow.objects.get().fault)
"""
SUSPEND = f"""
{WINDOW}
changes.suspend_windows(windows=windows, by=None, reason="庁舎の改修のため")
"""


def nights_until(is_so) -> None:
    """Let nights pass: another process's server believes for a moment that nothing has changed."""
    until = time.monotonic() + 15
    while not is_so() and time.monotonic() < until:
        night()
        time.sleep(0.2)
    assert is_so()


def approve(client) -> None:
    """The reviewer's one press."""
    [update] = ListingUpdate.objects.waiting()
    page = f"/desk/review/{update.pk}/"
    answer = client.post(page, sent(client.get(page)) | {"decision": "approve"})
    assert answer.status_code == 302


def shown_by(live_server) -> str:
    """What residents read of the window in our portal, over the network."""
    window = Window.objects.get(uid=FARMING)
    with urlopen(live_server.url + window.get_absolute_url()) as page:  # noqa: S310
        return page.read().decode()


@pytest.fixture
def other_city(transactional_db):
    """The other city's portal."""
    with second_portal() as portal:
        portal.run(LOAD)
        yield portal


@committed
def test_two_portals_keep_a_window_true(other_city, live_server, clerk_client, settings):
    """Chosen, corrected with one approval, taken in no circle, and gone where its owner ends it."""
    settings.PORTALS_INSIDE = ["127.0.0.1"]
    settings.PORTAL_URL = live_server.url
    CategoryFactory(slug="farming", name="農業")
    WindowFactory(name="伊勢の窓口")
    organisation = OrganisationFactory(name="津市")
    facts = {"name": "津市の相談窓口", "address": f"{other_city.url}/hsds/"}
    clerk_client.post(
        "/admin/platform_members/subscription/add/", facts | {"organisation": organisation.pk}
    )
    page = f"/admin/platform_members/subscription/{Subscription.objects.get().pk}/windows/"
    clerk_client.post(page, {"fetch": "1"})
    form = filled_form(clerk_client.get(page), f"take-{FARMING}")
    clerk_client.post(page, form | {f"take-{FARMING}": "on"})
    night()
    approve(clerk_client)
    assert "059-229-3172" in shown_by(live_server)

    other_city.run(CORRECT)
    nights_until(ListingUpdate.objects.waiting().exists)
    assert "059-229-3999" not in shown_by(live_server)
    approve(clerk_client)
    assert "059-229-3999" in shown_by(live_server)

    told = other_city.run(TAKE_FROM_US.format(url=live_server.url)).splitlines()
    assert "津市農林水産課 このポータルの窓口です。" in told
    assert "伊勢の窓口 " in told
    assert "refused" in told
    assert "元のポータルは" in told[-1]

    other_city.run(SUSPEND)
    nights_until(lambda: SubscribedWindow.objects.get().ended_at is not None)
    window = Window.objects.get(uid=FARMING)
    assert window.status == "suspended"
    assert "津市の相談窓口" in window.suspension_reason
    assert window.origin == f"{other_city.url}/hsds"
