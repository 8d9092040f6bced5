"""Public records of windows: what residents may read of each, read in bulk without models.

Every file, feed and answer of open data starts here, so that all say the same and nothing secret
reaches any of them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from directory import hours
from directory.database.standby import reading_public
from directory.facts.apply import unsaved_row
from directory.facts.readers import PLACE
from directory.facts.schema import PUBLIC, Fact, WindowFacts
from directory.facts.snapshot import facts_of, json_value
from directory.models import HoursException, HoursRule, Phone, Window
from directory.models.reservation import Reservation, reservation_of
from directory.models.window_queryset import WindowQuerySet

# So many windows are read with one query; none is left open between two of them.
READ_AT_ONCE = 500
# What staff note of the source is shown until the facts were confirmed.
UNTIL_CONFIRMED = {"source": "", "source_date": None, "doubt": ""}
_COLUMNS = tuple(fact.name for fact in PUBLIC if not fact.related)
_ABOUT = ("pk", "uid", "status", "verified_on", "changed_at", "suspension_reason")
_ROWS: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "phones": (Phone, ("order", "pk")),
    "hours": (HoursRule, ("pk",)),
    "exceptions": (HoursException, ("first_day", "pk")),
}
# Rows of hours and of exceptions as JSON; holidays, year end, weekdays whose closing is moved.
HoursKey = tuple[str, str, bool, bool | None, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Record:
    """One window: `facts` holds the public ones, without what must not be told.

    `hours_key` is equal for windows that say the same of their hours.
    """

    pk: int
    uid: str
    status: str
    facts: WindowFacts
    verified_on: date | None
    changed_at: datetime
    suspension_reason: str
    hours_key: HoursKey

    @property
    def is_published(self) -> bool:
        """Whether residents see it; of others nothing but their end is told."""
        return self.status == Window.Status.PUBLISHED

    @property
    def schedule(self) -> hours.Schedule:
        """Its hours, dated exceptions among them; to be shared, not changed."""
        return schedule_of_key(self.hours_key)

    @property
    def reservation(self) -> Reservation:
        """Whether one must make an appointment, as the page says it."""
        facts = self.facts
        return reservation_of(facts["reservation"], self.schedule, facts["hours_override"])

    @property
    def has_place(self) -> bool:
        """Whether there is anything to say about where it is."""
        return bool(self.facts["address"] or self.facts["place_note"])

    @property
    def printed_hours(self) -> str:
        """Its hours in the booklet's words; "" when unknown."""
        return self.facts["hours_override"] or hours.printed(self.schedule)


class _AsJson(models.Func):
    """A text as a JSON value."""

    function = "to_jsonb"
    output_field = models.JSONField()


class _RowsAsText(Subquery):
    """Rows of a subquery with one column `row` as one JSON text, in their order."""

    template = (
        "(SELECT coalesce(jsonb_agg(public_row.row), '[]')::text FROM (%(subquery)s) public_row)"
    )
    output_field = models.TextField()


def read_records(windows: WindowQuerySet) -> Iterator[Record]:
    """Records of these windows in the order of their primary keys, a few hundred at a time."""
    last = 0
    while True:
        with reading_public():
            found = _read(windows.filter(pk__gt=last).order_by("pk")[:READ_AT_ONCE])
        yield from found
        if len(found) < READ_AT_ONCE:
            return
        last = found[-1].pk


def read_slice(windows: WindowQuerySet, start: int, stop: int) -> list[Record]:
    """Records of a stretch of these windows, in the order of their primary keys."""
    return _read(windows.order_by("pk")[start:stop])


def read_in_order(windows: WindowQuerySet, keys: list[int]) -> list[Record]:
    """Records of those of these windows that have the keys, in the order of the keys."""
    found = {record.pk: record for record in _read(windows.filter(pk__in=keys).order_by("pk"))}
    return [found[key] for key in keys if key in found]


def record_of(window: Window) -> Record:
    """Record of a window that is loaded already with all that belongs to it."""
    facts: dict[str, Any] = {**facts_of(window)}
    facts["categories"] = [category.slug for category in window.categories_in_use]
    about = {name: getattr(window, name) for name in _ABOUT}
    rows = (json.dumps(facts["hours"]), json.dumps(facts["exceptions"]))
    return _record(about, {fact.name: facts[fact.name] for fact in PUBLIC}, *rows)


def _read(windows: WindowQuerySet) -> list[Record]:
    related = {f"rows_of_{fact.name}": _related(fact) for fact in PUBLIC if fact.related}
    found = windows.annotate(**related).values(*_ABOUT, *_COLUMNS, *related)
    return [
        _record(
            {name: row[name] for name in _ABOUT},
            _facts(row),
            row["rows_of_hours"],
            row["rows_of_exceptions"],
        )
        for row in found
    ]


def _related(fact: Fact) -> _RowsAsText:
    if fact.row is None:
        places = Window.categories.through.objects.filter(
            window=OuterRef("pk"), category__retired_at=None
        ).order_by("category__order")
        return _RowsAsText(places.values(row=_AsJson("category__slug")))
    model, order = _ROWS[fact.name]
    rows = model._default_manager.filter(window=OuterRef("pk")).order_by(*order)
    return _RowsAsText(rows.values(row=JSONObject(**{name: name for name in fact.row_fields})))


def _facts(row: dict) -> dict[str, Any]:
    return {
        fact.name: _parsed(row[f"rows_of_{fact.name}"])
        if fact.related
        else json_value(row[fact.name])
        for fact in PUBLIC
    }


@lru_cache(maxsize=4096)
def _parsed(text: str) -> list:
    """Rows of a JSON text; windows with equal rows share them, so that none may be changed."""
    return json.loads(text)


def _record(about: dict, facts: dict[str, Any], rules: str, exceptions: str) -> Record:
    if facts["confidential_location"]:
        facts |= {name: None if name in ("latitude", "longitude") else "" for name in PLACE}
    if about["verified_on"]:
        facts |= UNTIL_CONFIRMED
    hours_key = (
        rules,
        exceptions,
        facts["opens_on_holidays"],
        facts["closes_at_year_end"],
        tuple(facts["shifted_closing_days"]),
    )
    about["uid"] = str(about["uid"])
    return Record(**about, facts=facts, hours_key=hours_key)  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def schedule_of_key(key: HoursKey) -> hours.Schedule:
    """The schedule that a key of hours stands for; to be shared, not changed."""
    rules, exceptions, opens_on_holidays, closes_at_year_end, shifted = key
    return hours.Schedule(
        rules=tuple(unsaved_row("hours", row).as_rule() for row in json.loads(rules)),
        exceptions=tuple(
            unsaved_row("exceptions", row).as_exception() for row in json.loads(exceptions)
        ),
        opens_on_holidays=opens_on_holidays,
        closes_at_year_end=closes_at_year_end,
        shifted_closing_days=frozenset(shifted),
    )
