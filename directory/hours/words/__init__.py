"""Phrases of reception hours: what a language must be able to say, one module a language.

`wording` and `state_wording` decide what is said of a schedule or a moment; a language decides
how. Days are numbers, 0 for Monday; times are minutes from midnight, above 1440 on the next day.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Protocol

from directory.hours.days import Closure
from directory.hours.rules import DatedException
from directory.hours.spans import Span


class HolidayOpening(StrEnum):
    """On which public holidays a window answers at its usual hours."""

    NEVER = "never"
    SOME = "some"  # on some weekdays only
    ALWAYS = "always"


class HoursWords(Protocol):
    """One language. A module with these names is one too: `directory.hours.words.ja`."""

    # Days
    every_day: str
    working_days: str
    holidays: str
    year_end: str

    def days(self, weekdays: frozenset[int]) -> str:
        """Weekdays as a list, longer runs as a range."""

    def nth_days(self, nth_weeks: frozenset[int], weekdays: frozenset[int]) -> str:
        """Weekdays in certain weeks of the month; -1 is the last."""

    def and_holidays(self, days: str) -> str:
        """Days, and public holidays besides."""

    def validity(self, first: date | None, last: date | None) -> str:
        """From one day to another; one of the two may be missing."""

    # Times
    def times(self, spans: Iterable[tuple[int, int]]) -> str:
        """Stretches of a day as a list; "" for none."""

    def stretches(self, spans: Iterable[Span]) -> str:
        """Stretches of a day, each with its label, and with a remark when it is not certain."""

    # Regular hours, as printed
    always_open: str
    by_reservation: str
    in_principle: str
    also_on_holidays: str
    also_at_year_end: str

    def line(self, days: str, times: str, remarks: Sequence[str], *, tentative: bool) -> str:
        """Days with their times, and what holds for them only."""

    def closed_on(self, days: Sequence[str]) -> str:
        """The remark that a window is closed on these days."""

    def regular(
        self,
        lines: Sequence[tuple[str, str]],
        remarks: Sequence[str],
        shifted: frozenset[int],
        *,
        moves: bool,
    ) -> str:
        """The lines, each with its label or "", what holds for all, and shifted closing days.

        `moves` is whether the holiday itself is open, so that the closing moves.
        """

    def holiday_sentence(
        self,
        opening: HolidayOpening,
        holiday_times: Sequence[tuple[int, int]],
        *,
        closes_at_year_end: bool | None,
    ) -> str:
        """What holds on holidays, at hours of their own where there are any, and at year end.

        Without a full stop. `closes_at_year_end` is None where it is not known.
        """

    def exceptions(self, exceptions: Iterable[DatedException]) -> str:
        """Dated exceptions as a list."""

    def sentences(self, sentences: Iterable[str]) -> str:
        """Sentences in a row; empty ones are left out."""

    full_stop: str

    # The state at a moment
    unknown: str

    def closing(self, day: date, minute: int, today: date) -> str:
        """When reception ends, seen from today."""

    def start(self, day: date, minute: int, today: date) -> str:
        """When reception begins, seen from today."""

    def open_now(self, until: str, age: str, *, round_the_clock: bool, closes_soon: bool) -> str:
        """Open until then ("" for no known end); only likely so, where facts have an age."""

    def open_by_reservation(self, until: str) -> str:
        """Within hours for which one needs a reservation."""

    def open_in_principle(self, until: str) -> str:
        """Within hours that hold in principle only."""

    def closed_now(self, closure: str, following: str) -> str:
        """Closed, by what closure and until when; either may be ""."""

    def next_reception(self, start: str, *, by_reservation: bool, tentative: bool) -> str:
        """When it answers next."""

    # A day
    closed: str
    ask_the_window: str

    def closure(self, closure: Closure, reason: str) -> str:
        """That it is closed all day, with the reason where there is one."""

    def occasion(self, name: str) -> str:
        """What is special about a day: a public holiday, or a note as it was entered."""

    def moved_from(self, holiday: date) -> str:
        """The reason of a closing day that is moved from a holiday."""
