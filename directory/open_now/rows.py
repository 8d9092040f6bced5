"""Windows as rows of lists: read, put into words and rendered once for a version of the catalogue.

Each language has rows of its own. What a row says changes with the catalogue, with the day (its
age) and with its state. Lists ask SQL for primary keys only; rows that this process knows cost
nothing more.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils.translation import get_language

from directory import catalogue, hours
from directory.models import BeyondHorizon, Window, day_calendar
from directory.models.translation import translated, with_translations
from directory.models.window_queryset import WindowQuerySet, patterns_answering_at
from directory.open_now.page_state import Now, state_of

# About 30 KB each: 30 MB in a process at most.
MAX_ROWS = 1_000
MAX_VALUES = 500
Value = TypeVar("Value")


@dataclass
class Row:
    """Window with all that is shown of it, shared by threads.

    Only what is derived changes: its state (`since` when) and rendered parts, each with the words
    that it was for.
    """

    window: Window
    now: Now | None = None
    since: datetime | None = None
    parts: dict[str, tuple[str, str]] = field(default_factory=dict)

    def state_at(self, moment: datetime, calendar: hours.DayCalendar) -> Now:
        """The state in words, worked out anew when it can have changed."""
        now, since = self.now, self.since
        if now is None or since is None or not since <= moment < now.state.changes_at:
            self.now, self.since = now, _ = state_of(self.window, moment, calendar), moment
        return now


class Known(Generic[Value]):
    """Values of one version and day, the least recently used thrown out."""

    def __init__(self, most: int):
        self.most = most
        self.of: tuple[str | None, date | None] = (None, None)
        self.values: OrderedDict[Hashable, Value] = OrderedDict()

    def at(self, moment: datetime) -> OrderedDict[Hashable, Value]:
        """The values that hold at a moment.

        Where there is no version (in a transaction, or without a database, when pages of errors
        are made) none is known, and none is kept.
        """
        try:
            version, day = catalogue.version(), hours.in_tokyo(moment).date()
        except DatabaseError:
            version = None
        if version is None:
            return OrderedDict()
        if self.of != (version, day):
            self.of, self.values = (version, day), OrderedDict()
        while len(self.values) > self.most:
            self.values.popitem(last=False)
        return self.values


_rows: Known[Row] = Known(MAX_ROWS)
_values: Known = Known(MAX_VALUES)


def forget() -> None:
    """Know no row and no value any more."""
    for known in (_rows, _values):
        known.of = (None, None)


def read_rows(keys: list[int], moment: datetime) -> tuple[list[Window], datetime | None]:
    """Windows in the order of their keys, each with `now`; and when the first of these can change.

    One that is not there is left out. Each is an object of its own, with rows shared by all.
    """
    known = _rows.at(moment)
    language = get_language()
    rows = {key: known.get((language, key)) for key in keys}
    missing = [key for key, row in rows.items() if row is None]
    for window in _read(missing) if missing else ():
        rows[window.pk] = known[language, window.pk] = Row(translated(window))
    calendar = day_calendar()
    found = [row for row in rows.values() if row is not None]
    states = [row.state_at(moment, calendar) for row in found]
    shown = [_shown(row, now) for row, now in zip(found, states, strict=True)]
    return shown, min((now.state.changes_at for now in states), default=None)


def _read(keys: list[int]) -> WindowQuerySet:
    """Windows with all that a page shows, and with the translations into its language."""
    return with_translations(Window.objects.in_this_order(keys).for_reading())


def _shown(row: Row, now: Now) -> Window:
    """An object of its own for one page, which reads nothing that the row has not read."""
    window = Window.__new__(Window)
    window.__dict__.update(row.window.__dict__, now=now, row=row)
    return window


def open_patterns(moment: datetime) -> frozenset[str]:
    """The patterns of hours of all windows that answer at a moment; none where that is unknown."""

    def read() -> frozenset[str]:
        try:
            return frozenset(patterns_answering_at(moment).values_list("pattern", flat=True))
        except BeyondHorizon:
            return frozenset()

    minute = moment.replace(second=0, microsecond=0)
    return kept_value(("patterns", minute), moment, read)


def kept_patterns(
    key: Hashable, moment: datetime, patterns: Callable[[], QuerySet]
) -> frozenset[str]:
    """Some patterns of hours by their keys, read once for a version and day."""

    def read() -> frozenset[str]:
        return frozenset(patterns().values_list("pattern", flat=True))

    return kept_value(("patterns", key), moment, read)


def kept_value(key: Hashable, moment: datetime, make: Callable[[], Value]) -> Value:
    """A value (a count, rendered fields) under a key, made once for a version, day and language."""
    known, key = _values.at(moment), (get_language(), key)
    if key not in known:
        known[key] = make()
    return known[key]
