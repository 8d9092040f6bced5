"""Every fact reaches every place that says, keeps or takes facts, or is on its list of exceptions.

A place is a function of a window to something that must differ when the fact does.
"""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.api.files.package import package
from directory.api.files.tables import cells, columns
from directory.api.files.writing import window_item
from directory.booklet.errata import printed_facts
from directory.exchange.columns import all_columns
from directory.facts.apply import write_facts
from directory.facts.diff import changes
from directory.facts.schema import FACTS, NAMED
from directory.facts.snapshot import facts_of
from directory.models import Window
from directory.open_data.hsds.services import full
from directory.open_data.hsds.vocabulary import read_vocabulary
from directory.open_data.json_ld import linked_data
from directory.open_data.records import record_of
from directory.search.index import document
from platform_members.proposals import proposable
from platform_members.verification.due import shown_facts
from tests.directory.booklet.test_printed_facts import OTHERWISE
from tests.factories import CategoryFactory, ListingFactory

STAFF = {fact.name for fact in FACTS if fact.is_for_staff}
PRIVATE = {fact.name for fact in FACTS if fact.is_private}
LINKED = {
    "subject",
    "name",
    "kana",
    "categories",
    "description",
    "eligibility",
    "cost",
    "channels",
    "languages",
    "website",
    "email",
    "latitude",
    "longitude",
    "exceptions",
    "opens_on_holidays",
    "provider",
    "phones",
    "hours",
    "reservation",
    "address",
    "place_note",
    "confidential_location",
}
# Of each place, the facts that it leaves out, and why.
LEFT_OUT = {
    "page": {
        "order": "decides where the window stands in lists",
        "verification_months": "staff's own",
        "verification_email": "staff's own",
        "note": "staff's own",
        "origin": "tells portals who owns the facts; residents ring the window all the same",
        "urgent": "decides where the window is offered; its hours say that it always answers",
    },
    "mail": {
        **dict.fromkeys(STAFF, "contacts confirm what residents read of the window itself"),
        "kana": "not read by residents",
        "urgent": "the hours say it",
        "latitude": "the address says it",
        "longitude": "the address says it",
    },
    "linked data": dict.fromkeys(
        set(NAMED) - LINKED, "no word of the vocabulary that search engines read"
    ),
    **{
        place: dict.fromkeys(PRIVATE, "staff's own")
        for place in ("open table", "open JSON", "HSDS", "HSDS table")
    },
}


@pytest.fixture
def window(db):
    """A public window of an organisation, with something in most of its facts."""
    return ListingFactory(
        window__subject="相談",
        window__channels=["telephone", "visit"],
        window__address="伊勢市本町1-1",
        window__source="市の報告",
    ).window


@pytest.fixture
def changed(window):
    """Return a function that gives the window another value of one fact and reads it anew."""
    other = CategoryFactory(name="別の分野")

    def changed(name: str) -> Window:
        facts = {name: OTHERWISE.get(name, [other.slug])}
        if name in ("latitude", "longitude"):
            facts = {each: OTHERWISE[each] for each in ("latitude", "longitude")}
        write_facts(Window.objects.get(pk=window.pk), facts)
        return read(window)

    return changed


def timeless(told) -> str:
    """Text of what is told, without the moment of the last change, which any change moves."""
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:]+\+09:00", "", str(told))


def tables_of(archive: bytes) -> dict[str, str]:
    """What the files in a zip hold."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


def read(window: Window) -> Window:
    return Window.objects.for_reading().get(pk=window.pk)


def differing(window: Window, changed, place: Callable[[Window], object]) -> set[str]:
    """The facts that make a difference to what a place says."""
    found = set()
    before, facts = place(read(window)), facts_of(read(window))
    for name in NAMED:
        if place(changed(name)) != before:
            found.add(name)
        write_facts(Window.objects.get(pk=window.pk), facts)
    return found


def test_history_and_mails_of_changes_name_every_fact(window, changed):
    """Under the label of the form, with both values in words."""
    before = facts_of(read(window))
    for name in NAMED:
        told = {change.name: change for change in changes(before, facts_of(changed(name)))}
        assert name in told
        assert told[name].label
        assert told[name].old != told[name].new


def test_excel_has_a_column_for_every_fact(window, changed):
    """A changed fact changes its cell."""
    columns = all_columns()
    assert [column.name for column in columns] == list(NAMED)

    def cells(row: Window) -> list[str]:
        facts = facts_of(row)
        return [column.text(facts) for column in columns]

    assert differing(window, changed, cells) == set(NAMED)


def test_an_edition_keeps_what_is_printed(window, changed):
    """So that the 正誤表 can tell of it; where a place is secret, less."""
    printed = {fact.name for fact in FACTS if fact.is_printed}
    assert differing(window, changed, printed_facts) == printed | {"categories"}


def test_the_search_document_holds_what_is_searched(window, changed):
    """And nothing of a place that is kept secret."""

    def searched(row: Window) -> str:
        return document(row, "", [phone.dialled for phone in row.phones.all()]).vector

    of_table = {fact.name for fact in FACTS if fact.searched}
    assert differing(window, changed, lambda row: str(searched(row))) == of_table | {
        "phones",
        "confidential_location",
    }


def test_members_propose_all_but_what_only_staff_decide(window, changed):
    """A proposal holds the facts that residents read."""
    assert differing(window, changed, lambda row: proposable(facts_of(row))) == set(NAMED) - STAFF


def test_forms_ask_for_every_fact(client, window, clerk, member):
    """Admin's for all, the desk's for what members propose; each field once."""
    client.force_login(clerk)
    page = client.get(reverse("admin:directory_window_change", args=[window.pk])).content.decode()
    missing = [
        name
        for name, fact in NAMED.items()
        if f'name="{fact.related or name}-TOTAL_FORMS"' not in page and f'name="{name}"' not in page
    ]
    assert missing == []
    client.force_login(member)
    listing = window.listing
    listing.organisation = member.memberships.get().organisation
    listing.save()
    page = client.get(f"/desk/listings/{listing.pk}/edit/").content.decode()
    asked = {
        name
        for name, fact in NAMED.items()
        if f'name="{name}-TOTAL_FORMS"' in page or f'name="{name}"' in page
    }
    assert asked == set(NAMED) - STAFF


@pytest.mark.parametrize("place", LEFT_OUT)
def test_what_is_published_says_every_fact_or_says_why_not(window, changed, client, at, place):
    """The page, the mail that asks a contact, search engines' data and all open data."""
    moment = at("2026-11-26 10:00")
    places = {
        "page": lambda row: client.get(row.get_absolute_url()).content.decode(),
        "mail": lambda row: shown_facts(row, timezone.now()),
        "linked data": lambda row: linked_data(row, moment, "https://example.jp/"),
        "open table": lambda row: timeless(cells(record_of(row), columns())),
        "open JSON": lambda row: timeless(window_item(record_of(row))),
        "HSDS": lambda row: timeless(full(record_of(row), read_vocabulary())),
        "HSDS table": lambda _row: timeless(tables_of(package())),
    }
    told = differing(window, changed, places[place])
    assert told & set(LEFT_OUT[place]) == set()
    assert told | set(LEFT_OUT[place]) == set(NAMED)
