"""Collections of HSDS: what an address lists, narrowed down by its parameters."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any, Protocol

from django.utils.translation import gettext as _

from directory.api.errors import RequestRefused
from directory.models import Window, WindowTally
from directory.models.window_queryset import WindowQuerySet
from directory.open_data.hsds import services
from directory.open_data.hsds.identities import PLACE, partner_id
from directory.open_data.hsds.organisations import organisations
from directory.open_data.hsds.taxonomies import taxonomies, terms
from directory.open_data.hsds.vocabulary import read_vocabulary
from directory.open_data.records import Record, read_in_order, read_records, read_slice
from directory.search.find import find
from directory.text.normalise import fold

Values = Mapping[str, Any]
Told = dict[str, Any]
_NARROWING = ("taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after")


class Listed(Protocol):
    """Items of a collection, in an order that lasts."""

    def total(self) -> int:
        """How many there are."""

    def part(self, start: int, stop: int) -> list[Told]:
        """A stretch of them."""

    def all(self) -> Iterator[Told]:
        """All of them, without holding them at once."""


@dataclass(frozen=True)
class Items:
    """Items that are in memory."""

    items: list[Told]

    def total(self) -> int:
        return len(self.items)

    def part(self, start: int, stop: int) -> list[Told]:
        return self.items[start:stop]

    def all(self) -> Iterator[Told]:
        return iter(self.items)


@dataclass(frozen=True)
class Windows:
    """Windows in the database, each told by a function of its record; `count`: a cheaper total."""

    windows: WindowQuerySet
    tell: Callable[[Record], Told]
    count: Callable[[], int] | None = None

    def total(self) -> int:
        return self.count() if self.count else self.windows.count()

    def part(self, start: int, stop: int) -> list[Told]:
        return [self.tell(record) for record in read_slice(self.windows, start, stop)]

    def all(self) -> Iterator[Told]:
        return map(self.tell, read_records(self.windows))


@dataclass(frozen=True)
class FoundWindows:
    """Windows that a search found, the most fitting first."""

    windows: WindowQuerySet
    keys: list[int]
    tell: Callable[[Record], Told]

    def total(self) -> int:
        return len(self.keys)

    def part(self, start: int, stop: int) -> list[Told]:
        return [self.tell(each) for each in read_in_order(self.windows, self.keys[start:stop])]

    def all(self) -> Iterator[Told]:
        return iter(self.part(0, len(self.keys)))


def list_services(values: Values) -> Listed:
    """Services; with `modified_after` those that were withdrawn since are among them."""
    windows = _narrowed(values)
    is_whole = not any(values[name] for name in _NARROWING)
    return _windows(values, windows, _teller(values), _count_published if is_whole else None)


def one_service(key: str) -> Told | None:
    """A service by its id, with all that belongs to it."""
    records = read_slice(Window.objects.with_uids([key]).with_withdrawn(), 0, 1)
    return services.full(records[0], read_vocabulary()) if records else None


def list_places(values: Values) -> Listed:
    """Services at locations: those of services that have a place to go to."""
    tell = partial(services.service_at_location, nested=values["full"])
    return _windows(values, _narrowed(values, end_too=False).with_public_place(), tell)


def one_place(key: str) -> Told | None:
    """A service at a location by its id, which follows from the service's."""
    public = Window.objects.published().with_public_place()
    records = read_slice(public.with_uids([partner_id(key, PLACE)]), 0, 1)
    return services.service_at_location(records[0]) if records else None


def list_organizations(values: Values) -> Listed:
    """Organisations, narrowed down to those with a service of a taxonomy or a term."""
    found: Iterable[Told] = organisations().values()
    if values["taxonomy_term_id"] or values["taxonomy_id"]:
        names = set(_narrowed(values).providers())
        found = (each for each in found if each["name"] in names)
    tell = dict if values["full"] else _without_parts
    return Items([tell(each) for each in _matching(found, values["search"])])


def one_organization(key: str) -> Told | None:
    """An organisation by its id."""
    return next((each for each in organisations().values() if each["id"] == key), None)


def list_taxonomies(values: Values) -> Listed:
    """The taxonomies."""
    return Items(list(_matching(taxonomies(), values["search"])))


def one_taxonomy(key: str) -> Told | None:
    """A taxonomy by its id."""
    return next((each for each in taxonomies() if each["id"] == key), None)


def list_terms(values: Values) -> Listed:
    """Terms of all taxonomies, or of one."""
    of = _known_taxonomy(values["taxonomy_id"])
    found = (each for each in terms().values() if of is None or each["taxonomy_id"] == of["id"])
    return Items(list(_matching(found, values["search"])))


def one_term(key: str) -> Told | None:
    """A term by its id."""
    return terms().get(key)


def _teller(values: Values) -> Callable[[Record], Told]:
    tell = services.full if values["full"] else services.brief
    if values["minimal"]:
        tell = services.minimal
    return partial(tell, vocabulary=read_vocabulary())


def _windows(
    values: Values,
    windows: WindowQuerySet,
    tell: Callable[[Record], Told],
    count: Callable[[], int] | None = None,
) -> Listed:
    if not values["search"]:
        return Windows(windows, tell, count)
    return FoundWindows(windows, find(values["search"], windows).windows, tell)


def _count_published() -> int:
    return WindowTally.objects.published().of_category(None).total()


def _narrowed(values: Values, *, end_too: bool = True) -> WindowQuerySet:
    """Windows by taxonomy, term, organisation and change. Raises RequestRefused for unknown ids."""
    found = Window.objects.published()
    if after := values.get("modified_after"):
        found = Window.objects.with_withdrawn() if end_too else found
        found = found.modified_after(after)
    if of := values.get("organization_id"):
        known = one_organization(of)
        if known is None:
            raise _unknown("organization_id", "/hsds/organizations")
        found = found.run_by(known["name"])
    if key := values["taxonomy_term_id"]:
        term = terms().get(key)
        if term is None:
            raise _unknown("taxonomy_term_id", "/hsds/taxonomy_terms")
        found = _with_term(found, term)
    if of_taxonomy := _known_taxonomy(values["taxonomy_id"]):
        is_categories = of_taxonomy["id"] == taxonomies()[0]["id"]
        found = found.with_category() if is_categories else found.with_channels()
    return found


def _with_term(windows: WindowQuerySet, term: Told) -> WindowQuerySet:
    if term["taxonomy_id"] == taxonomies()[0]["id"]:
        return windows.in_category_called(term["code"])
    return windows.reached_by(term["code"])


def _known_taxonomy(key: str | None) -> Told | None:
    if key is None:
        return None
    found = one_taxonomy(key)
    if found is None:
        raise _unknown("taxonomy_id", "/hsds/taxonomies")
    return found


def _unknown(parameter: str, where: str) -> RequestRefused:
    return RequestRefused(
        _("このIDのものはありません。"),
        "There is nothing with this id.",
        parameter=parameter,
        allowed=where,
        status=HTTPStatus.NOT_FOUND,
    )


def _matching(items: Iterable[Told], text: str) -> Iterator[Told]:
    """Items in whose name or description every word stands."""
    words = fold(text).split()
    for each in items:
        said = fold(f"{each['name']} {each['description']}")
        if all(word in said for word in words):
            yield each


def _without_parts(organisation: Told) -> Told:
    return {name: value for name, value in organisation.items() if not isinstance(value, list)}
