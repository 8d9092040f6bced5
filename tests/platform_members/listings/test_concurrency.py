"""Many people at once on a real PostgreSQL: nothing is lost, nothing is done twice, no errors."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from directory.models import Window
from platform_members.models import ListingUpdate, OutgoingMail
from tests.factories import ListingFactory
from tests.helpers.page_forms import sent
from tests.helpers.proposals import public, save

PAIRS = 200
AT_ONCE = 8  # pairs; the database has room for no more connections


@pytest.fixture
def browsers(transactional_db, member, reviewer):
    """A browser of the member, and one of the reviewer."""
    found = {"member": Client(), "reviewer": Client()}
    found["member"].force_login(member)
    found["reviewer"].force_login(reviewer)
    return found


def together(acts: list[tuple]) -> list[list[int]]:
    """Do each pair of acts at the same moment, some pairs at once; return the status codes."""

    def pair(both):
        barrier = Barrier(2)
        with ThreadPoolExecutor(2) as threads:
            return list(threads.map(lambda act: alone(act, barrier), both))

    def alone(act, barrier):
        try:
            barrier.wait()
            return act().status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pairs:
        return list(pairs.map(pair, acts))


def browser_like(client: Client) -> Client:
    """Another tab of the same browser, for a thread of its own."""
    tab = Client()
    tab.cookies = client.cookies.copy()
    return tab


def posting(client: Client, address: str, data: dict):
    """An act: to send a form."""
    tab = browser_like(client)
    return lambda: tab.post(address, data)


def ids_of(window: Window) -> dict[str, list]:
    """The hidden numbers by which admin's form knows a window's rows."""
    rows = {"phones": window.phones, "hours_rules": window.hours_rules}
    return (
        {
            f"{name}-0-{field}": [value]
            for name, manager in rows.items()
            for field, value in (("id", manager.get().pk), ("window", window.pk))
        }
        | {f"{name}-1-window": [window.pk] for name in rows}
        | {"hours_exceptions-0-window": [window.pk]}
    )


def test_two_hundred_pairs_of_submit_approve_and_edit(
    browsers, organisation, member, reviewer, settings
):
    """Whatever meets: every change that was accepted is on record, public once, or was refused.

    Each pair works on a window of its own: two submissions, a submission and an approval, two
    approvals, an approval and a withdrawal, an approval and a clerk's edit in admin, in turn.
    """
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    acts, rounds, form, clerks = [], [], None, None
    for number in range(PAIRS):
        listing = ListingFactory(organisation=organisation)
        update = save(listing, member, cost="はじめ")
        edit = f"/desk/listings/{listing.pk}/edit/"
        decide = f"/desk/review/{update.pk}/"
        form = form or sent(browsers["member"].get(edit), do="submit")
        form |= {"base": [update.base_version_id], "seen": [1]}
        in_admin = f"/admin/directory/window/{listing.window_id}/change/"
        clerks = clerks or sent(browsers["reviewer"].get(in_admin), _save="")
        clerks |= ids_of(listing.window)
        clerks |= {"opened_from": [update.base_version_id], "cost": ["職員"]}
        yes = {"revision": 1, "version": update.base_version_id, "decision": "approve"}
        yes["take_cost"] = "on"
        pairs = (
            (
                posting(browsers["member"], edit, form | {"cost": ["ひとつ"]}),
                posting(browsers["member"], edit, form | {"cost": ["ふたつ"]}),
            ),
            (
                posting(browsers["member"], edit, form | {"cost": ["ひとつ"]}),
                posting(browsers["reviewer"], decide, yes),
            ),
            (
                posting(browsers["reviewer"], decide, yes),
                posting(browsers["reviewer"], decide, yes),
            ),
            (
                posting(browsers["reviewer"], decide, yes),
                posting(browsers["member"], f"/desk/updates/{update.pk}/withdraw/", {"seen": 1}),
            ),
            (
                posting(browsers["reviewer"], decide, yes),
                posting(browsers["reviewer"], in_admin, clerks),
            ),
        )
        acts.append(pairs[number % 5])
        rounds.append((listing, update))

    statuses = together(acts)

    assert {status for both in statuses for status in both} <= {200, 302}
    for number, (listing, update) in enumerate(rounds):
        update.refresh_from_db()
        cost, won = public(listing)["cost"], statuses[number].count(302)
        match number % 5:
            case 0:  # one is kept, the other shown again with what was typed
                assert (update.status, update.revision, won) == ("waiting", 2, 1)
                assert update.facts["cost"] in ("ひとつ", "ふたつ")
                assert cost == ""
            case 1:  # amended and not approved, or approved and not amended
                amended = (update.status, update.facts["cost"], cost) == ("waiting", "ひとつ", "")
                approved = (update.status, update.facts["cost"], cost) == (
                    "approved",
                    "はじめ",
                    "はじめ",
                )
                assert amended or approved
            case 2:
                assert (update.status, update.revision, cost) == ("approved", 2, "はじめ")
                assert listing.window.versions.filter(how="updated").count() == 1
            case 3:
                assert (update.status, cost) in (("approved", "はじめ"), ("withdrawn", ""))
            case 4:  # the second was told
                assert (update.status, cost) in (("approved", "はじめ"), ("waiting", "職員"))
                assert won == 1
    answers = OutgoingMail.objects.filter(kind="update_approved")
    assert answers.count() == ListingUpdate.objects.filter(status="approved").count()


def test_new_windows_and_first_drafts_at_once(browsers, organisation, listing, settings):
    """A double click proposes one window, and two tabs begin one update."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    client = browsers["member"]
    add = f"/desk/organisations/{organisation.pk}/windows/add/"
    edit = f"/desk/listings/{listing.pk}/edit/"
    category = str(listing.window.categories.get().pk)
    new = sent(client.get(add), subject="居場所", name="あさま", categories=[category])
    new |= {"phones-0-printed": ["0596-63-5224"], "do": ["submit"]}
    old = sent(client.get(edit), do="save")
    statuses = together(
        [(posting(client, add, new), posting(client, add, new)) for _click in range(3)]
        + [
            (
                posting(client, edit, old | {"cost": [f"{number}円"]}),
                posting(client, edit, old | {"cost": [f"{number}00円"]}),
            )
            for number in range(3)
        ]
    )
    assert {status for both in statuses for status in both} <= {200, 302}
    assert ListingUpdate.objects.filter(window=None).count() == 1
    assert ListingUpdate.objects.filter(window=listing.window).count() == 1
    assert Window.objects.count() == 1
