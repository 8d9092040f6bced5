"""Every fact reaches every place that says, keeps or takes facts, or is on its list of exceptions.

A place is a function of a window to something that must differ when the fact does.
"""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from directory.booklet.errata import printed_facts
from directory.exchange.columns import all_columns
from directory.facts.apply import write_facts
from directory.facts.diff import changes
from directory.facts.schema import FACTS, NAMED
from directory.facts.snapshot import facts_of
from directory.models import Window
from directory.open_data.json_ld import linked_data
from directory.search.index import document
from platform_members.proposals import proposable
from platform_members.verification.due import shown_facts
from tests.directory.booklet.test_printed_facts import OTHERWISE
from tests.factories import CategoryFactory, ListingFactory

STAFF = {fact.name for fact in FACTS if fact.is_for_staff}
LINKED = {
    "subject",
    "name",
    "description",
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
        "kana": "how a name is read decides its place in the index only",
        "order": "decides where the window stands in lists",
        "verification_months": "staff's own",
        "verification_email": "staff's own",
        "note": "staff's own",
        "urgent": "decides where the window is offered; its hours say that it always answers",
        "latitude": "maps are asked for the address",
        "longitude": "maps are asked for the address",
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
    """The page, the mail that asks a contact, and the data for search engines."""
    moment = at("2026-11-26 10:00")
    places = {
        "page": lambda row: client.get(row.get_absolute_url()).content.decode(),
        "mail": lambda row: shown_facts(row, timezone.now()),
        "linked data": lambda row: linked_data(row, moment, "https://example.jp/"),
    }
    told = differing(window, changed, places[place])
    assert told.isdisjoint(LEFT_OUT[place])
    assert told | set(LEFT_OUT[place]) == set(NAMED)
