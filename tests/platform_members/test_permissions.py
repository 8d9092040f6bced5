"""The permission sweep: who may open and send what, on whose rows; one table, nothing left out.

A second test takes the guards away one by one and sees the sweep turn red.
"""

from collections.abc import Iterator
from http import HTTPStatus
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern

from platform_members.desk import frame
from platform_members.listings import editing_views
from platform_members.listings import urls as listings_urls
from platform_members.listings import views as desk_views
from platform_members.listings.actions import guards, updates
from platform_members.models import Listing, ListingUpdate, Organisation
from platform_members.models.listing import ListingQuerySet
from platform_members.models.listing_update import ListingUpdateQuerySet
from platform_members.models.organisation import OrganisationQuerySet
from platform_members.permissions import May
from platform_members.review import urls as review_urls
from tests.factories import ListingFactory
from tests.helpers.proposals import save
from tests.helpers.trespasses import PEOPLE, latecomers, trespasses

DESK = [*listings_urls.desk, *review_urls.desk]
OK, GONE, NO, NOT_SO, LOG_IN = 200, 404, 403, 405, "log-in"
MISSING = 999_999_999_999_999_999_999
# What each of PEOPLE gets for own rows (of the member's and the viewer's organisation).
ANYBODY = (LOG_IN, OK, OK, OK, OK, OK, OK, OK)
NOBODY = (LOG_IN, NOT_SO, NOT_SO, NOT_SO, NOT_SO, NOT_SO, NOT_SO, NOT_SO)
OUR_PEOPLE = (LOG_IN, OK, GONE, OK, GONE, GONE, GONE, GONE)
OUR_EDITORS = (LOG_IN, OK, GONE, NO, GONE, GONE, GONE, GONE)
LOOKING_ON = (LOG_IN, NO, NO, NO, NO, OK, OK, OK)
DECIDING = (LOG_IN, NO, NO, NO, NO, NO, OK, OK)
# Staff read-only or deciding who send where nothing is sent, and everybody else there.
LOOKING_ON_BY_POST = (LOG_IN, NO, NO, NO, NO, NO, NOT_SO, NOT_SO)
# Address name: whose row its number means, and who gets what by GET and by POST.
EXPECTED = {
    "desk-view": (None, ANYBODY, NOBODY),
    "listing-view": ("listing", OUR_PEOPLE, NOBODY),
    "listing-edit": ("listing", OUR_EDITORS, OUR_EDITORS),
    "listing-part": ("listing", OUR_EDITORS, OUR_EDITORS),
    "listing-confirm": ("listing", NOBODY, OUR_EDITORS),
    "listing-unconfirm": ("listing", NOBODY, OUR_EDITORS),
    "listing-suspend": ("listing", OUR_EDITORS, OUR_EDITORS),
    "organisation-edit": ("organisation", OUR_EDITORS, OUR_EDITORS),
    "update-list": ("organisation", OUR_PEOPLE, NOBODY),
    "update-add": ("organisation", OUR_EDITORS, OUR_EDITORS),
    "update-view": ("update", OUR_PEOPLE, NOBODY),
    "update-edit": ("update", OUR_EDITORS, OUR_EDITORS),
    "update-part": ("update", OUR_EDITORS, OUR_EDITORS),
    "update-send": ("update", NOBODY, OUR_EDITORS),
    "update-withdraw": ("update", NOBODY, OUR_EDITORS),
    "review-list": (None, LOOKING_ON, LOOKING_ON_BY_POST),
    "review-published": (None, LOOKING_ON, LOOKING_ON_BY_POST),
    "review-view": ("update", LOOKING_ON, DECIDING),
    "review-correct": ("update", DECIDING, DECIDING),
}
# What is sent: enough to be done, by a role that may do it.
SENT = {
    "listing-edit": {"do": "submit"},
    "listing-part": {"do": "submit"},
    "listing-suspend": {"reason": "設備の故障"},
    "update-add": {"do": "submit"},
    "update-edit": {"do": "submit"},
    "update-part": {"do": "submit"},
    "review-view": {"decision": "decline", "comment": "だめです"},
    "review-correct": {"do": "approve"},
}


@pytest.fixture
def people(member, rival, viewer, publicist, reader, reviewer, administrator):
    """Everybody in the table; the resident has not logged in."""
    found = (None, member, rival, viewer, publicist, reader, reviewer, administrator)
    return dict(zip(PEOPLE, found, strict=True))


@pytest.fixture
def rows(listing, people):
    """Of the member's organisation: a listing with a waiting update, and another's draft."""
    update = save(listing, people["member"], cost="無料")
    other = ListingFactory(organisation=listing.organisation)
    draft = save(other, people["member"], updates.save_draft, cost="無料")
    return {
        "listing": listing,
        "organisation": listing.organisation,
        "update": update,
        "draft": draft,
    }


@pytest.fixture
def clients(people):
    """A browser for each of them."""
    found = {who: Client() for who in people}
    for who, person in people.items():
        if person is not None:
            found[who].force_login(person)
    return found


def answer(client, method, address, data):
    """What a role gets, in the table's words; whatever it did is undone."""
    with transaction.atomic():
        response = client.get(address) if method == "GET" else client.post(address, data)
        transaction.set_rollback(True)
    if response.status_code == HTTPStatus.FOUND:
        return LOG_IN if "/login/" in response["Location"] else OK
    return response.status_code


def surprises(clients, rows) -> Iterator[tuple]:
    """Give every answer that the table does not foretell."""
    for pattern in DESK:
        kind, *expected = EXPECTED[pattern.name]
        address = "/desk/" + str(pattern.pattern).replace("<int:number>", "{number}")
        address = address.replace("<slug:part>", "phones")
        data = {"seen": "1", "revision": "1"} | SENT.get(pattern.name, {})
        for method, statuses in zip(("GET", "POST"), expected, strict=True):
            for who, status in zip(PEOPLE, statuses, strict=True):
                own = address.format(number=rows[kind].pk if kind else "")
                if (got := answer(clients[who], method, own, data)) != status:
                    yield pattern.name, method, who, "there", got
                if not (kind and status == OK):
                    continue
                nowhere = address.format(number=MISSING)
                if (got := answer(clients[who], method, nowhere, data)) != GONE:
                    yield pattern.name, method, who, "missing", got


def secrets(clients, rows) -> Iterator[tuple]:
    """Every reviewer's page that shows a draft, which is the member's own business yet."""
    for address in ("", "correct/"):
        for who in ("reader", "reviewer", "administrator"):
            got = answer(clients[who], "GET", f"/desk/review/{rows['draft'].pk}/{address}", {})
            if got not in (GONE, NO):
                yield address, who, got


def faults(clients, people, rows) -> Iterator[tuple]:
    """Give all that goes wrong, the quickest checks first."""
    yield from trespasses(people, rows)
    yield from latecomers(people, rows)
    yield from secrets(clients, rows)
    yield from surprises(clients, rows)


def test_the_table_knows_every_address():
    """A page that is added must say who may open it."""
    assert all(isinstance(pattern, URLPattern) for pattern in DESK)
    assert {pattern.name for pattern in DESK} == set(EXPECTED)


def test_no_action_trusts_the_page_that_calls_it(clients, people, rows):
    """Every page on own, foreign and missing rows; and what pages ask, actions ask again.

    The rows are the member's own and foreign to the rival, who edits for another organisation.
    """
    assert list(faults(clients, people, rows)) == []


def let_pass(*_args, **_kwargs):
    """Stand in the place of a guard, and guard nothing."""


def everything(self, _user):
    """A queryset method that leaves no row out."""
    return self.all()


def may_with(**others) -> SimpleNamespace:
    """The permissions, some of them confused with others."""
    return SimpleNamespace(**May.__members__ | others)


def open_to_viewers(model):
    """The check of editors, but for one kind of row, which those who only look on get as well."""

    def editable(request, rows, number):
        check = frame.viewable if rows.model is model else frame.editable
        return check(request, rows, number)

    return editable


# Each guard, and what stands there when it is gone.
MUTATIONS = {
    "listings shown to all": (ListingQuerySet, "viewable_by", everything),
    "listings edited by all": (ListingQuerySet, "editable_by", everything),
    "updates shown to all": (ListingUpdateQuerySet, "viewable_by", everything),
    "updates edited by all": (ListingUpdateQuerySet, "editable_by", everything),
    "organisations shown to all": (OrganisationQuerySet, "viewable_by", everything),
    "organisations edited by all": (OrganisationQuerySet, "editable_by", everything),
    "drafts shown to reviewers": (ListingUpdateQuerySet, "sent_in", lambda self: self.all()),
    "viewers open listings' forms": (editing_views, "editable", open_to_viewers(Listing)),
    "viewers open the suspension": (desk_views, "editable", open_to_viewers(Listing)),
    "viewers open updates' forms": (editing_views, "editable", open_to_viewers(ListingUpdate)),
    "viewers propose windows": (editing_views, "editable", open_to_viewers(Organisation)),
    "viewers edit the organisation": (desk_views, "editable", open_to_viewers(Organisation)),
    "whoever looks on decides": (frame, "May", may_with(REVIEW=May.LOOK_AT_UPDATES)),
    "whoever may nothing looks on": (
        frame,
        "May",
        may_with(LOOK_AT_UPDATES="directory.view_window"),
    ),
    "actions trust strangers": (guards, "refuse_strangers", let_pass),
    "actions trust former keepers": (guards, "refuse_foreign_window", let_pass),
    "actions trust any reviewer": (guards, "refuse_non_reviewers", let_pass),
    "what is decided goes on": (guards, "refuse_decided", let_pass),
    "what does not wait is decided": (guards, "refuse_unless_waiting", let_pass),
    "two tabs overwrite": (guards, "refuse_other_revision", let_pass),
    "decided on an older window": (guards, "refuse_other_version", let_pass),
    "conflicts overwritten": (guards, "refuse_open_conflicts", let_pass),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_without_any_one_guard_the_sweep_is_red(clients, people, rows, monkeypatch, mutation):
    """Take one guard away: something is found that should not be."""
    monkeypatch.setattr(*MUTATIONS[mutation])
    assert next(faults(clients, people, rows), None) is not None
