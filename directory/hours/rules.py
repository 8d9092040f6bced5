"""Plain values of a window's reception hours: rules, exceptions, schedule, calendar.

Weekdays are numbers, 0 for Monday to 6 for Sunday. Times are minutes from midnight.
"""

import hashlib
import json
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from directory.hours.clock import end_of

ONE_DAY = timedelta(days=1)
LAST_WEEK = -1
SATURDAY = 5


class BeyondCalendar(LookupError):
    """The refusal of a day whose holidays have not been entered, so that no answer is certain."""


class OnHolidays(StrEnum):
    """What a rule does when its day is a public holiday (祝日)."""

    INHERIT = "inherit"  # as the window does; stands back when the window has holiday hours
    ALSO = "also"  # applies although the day is a holiday
    ONLY = "only"  # applies on every holiday, whatever its weekday, and on no other day


@dataclass(frozen=True, slots=True)
class Rule:
    """One span of reception on certain days, as a clerk ticks it on one row.

    `opens` is 0 to 1439 and `closes` 1 to 1440; a close not after the opening is on the next
    day. `nth_weeks` holds 1 to 5 and -1 for 最終; empty is every week. Both ends of the validity
    belong to it. A rule for holidays only looks at neither weekdays nor weeks.
    """

    weekdays: frozenset[int]
    opens: int
    closes: int
    nth_weeks: frozenset[int] = frozenset()
    on_holidays: OnHolidays = OnHolidays.INHERIT
    valid_from: date | None = None
    valid_until: date | None = None
    label: str = ""
    by_reservation: bool = False
    tentative: bool = False

    @property
    def ends(self) -> int:
        """Closing in minutes from the midnight on which the day began: 翌2:00 is 1560."""
        return end_of(self.opens, self.closes)

    def in_force(self, day: date) -> bool:
        """Whether the day lies within the rule's validity."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def falls_on(self, day: date) -> bool:
        """Whether weekday, week of the month and validity fit the day, holidays aside."""
        if day.weekday() not in self.weekdays or not self.in_force(day):
            return False
        if not self.nth_weeks or (day.day + 6) // 7 in self.nth_weeks:
            return True
        return LAST_WEEK in self.nth_weeks and day.day + 7 > monthrange(day.year, day.month)[1]


@dataclass(frozen=True, slots=True)
class DatedException:
    """Days, both ends included, on which other hours replace all rules.

    `spans` are pairs of opening and closing like those of a rule; none means closed all day.
    Residents read the note (臨時休業の理由).
    """

    first_day: date
    last_day: date
    spans: tuple[tuple[int, int], ...] = ()
    note: str = ""

    @property
    def stretches(self) -> list[tuple[int, int]]:
        """The spans sorted, each with its end in minutes from the day's midnight."""
        return sorted((opens, end_of(opens, closes)) for opens, closes in self.spans)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Everything that is known of a window's hours. Without a rule its hours are unknown.

    `closes_at_year_end` is None when it is not known: those days are unknown then.
    A public holiday on one of `shifted_closing_days` closes the next weekday as well (the next
    Monday to Friday that is no holiday).
    """

    rules: tuple[Rule, ...] = ()
    exceptions: tuple[DatedException, ...] = ()
    opens_on_holidays: bool = False
    closes_at_year_end: bool | None = True
    shifted_closing_days: frozenset[int] = frozenset()

    @property
    def known(self) -> bool:
        """Whether regular hours have been entered."""
        return bool(self.rules)

    @property
    def wants_reservation(self) -> bool:
        """Whether every rule asks for a reservation. A dated exception then does so too."""
        return self.known and all(rule.by_reservation for rule in self.rules)

    @property
    def holiday_rules(self) -> tuple[Rule, ...]:
        """The rules for holidays only. Where there are any, weekday hours do not apply."""
        return tuple(rule for rule in self.rules if rule.on_holidays is OnHolidays.ONLY)

    @property
    def keeps_weekday_hours_on_holidays(self) -> bool:
        """Whether a rule that says nothing of holidays applies on them."""
        return self.opens_on_holidays and not self.holiday_rules

    def exception_on(self, day: date) -> DatedException | None:
        """The exception that replaces the day: of several the shortest, as the most precise one."""
        if not self.exceptions:
            return None
        covering = [each for each in self.exceptions if each.first_day <= day <= each.last_day]
        if len(covering) < 2:
            return covering[0] if covering else None
        return min(
            covering,
            key=lambda each: (each.last_day - each.first_day, sorted(each.spans), each.note),
        )


@dataclass(frozen=True, slots=True)
class DayCalendar:
    """The public holidays by date with their names, and the turn of the year.

    Holidays are complete from `covers_from` to `covers_until`, both included; outside of these
    nothing is answered. Answers for a day need the day before it too, whose reception may run
    past midnight. The year end is given as (month, day), both included.
    """

    holidays: Mapping[date, str]
    covers_from: date
    covers_until: date
    year_end_from: tuple[int, int] = (12, 29)
    year_end_until: tuple[int, int] = (1, 3)

    def holiday_name(self, day: date) -> str | None:
        """The holiday's name, None on other days. Raises BeyondCalendar outside of the cover."""
        if not self.covers_from <= day <= self.covers_until:
            raise BeyondCalendar(
                f"{day}: holidays are known from {self.covers_from} to {self.covers_until} only"
            )
        return self.holidays.get(day)

    @property
    def answers_from(self) -> date:
        """The first day of which all is known: no weekend joined by holidays is ten days long."""
        return self.covers_from + 10 * ONE_DAY

    def is_year_end(self, day: date) -> bool:
        """Whether the day belongs to 年末年始."""
        month_day = (day.month, day.day)
        if self.year_end_from > self.year_end_until:
            return month_day >= self.year_end_from or month_day <= self.year_end_until
        return self.year_end_from <= month_day <= self.year_end_until


def weekday_runs(weekdays: frozenset[int]) -> Iterator[list[int]]:
    """The weekdays as runs of days that follow each other, from Monday on."""
    run: list[int] = []
    for day in sorted(weekdays):
        if run and day != run[-1] + 1:
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def fingerprint(schedule: Schedule) -> str:
    """32 hexadecimal digits, equal for schedules that give the same intervals by the same words.

    The order in which rules, exceptions and spans were entered does not matter, nor do the
    notes of exceptions, which no interval shows.
    """
    rules = [
        [
            sorted(rule.weekdays),
            sorted(rule.nth_weeks),
            [rule.opens, rule.closes],
            rule.on_holidays,
            [str(rule.valid_from), str(rule.valid_until)],
            rule.label,
            [rule.by_reservation, rule.tentative],
        ]
        for rule in schedule.rules
    ]
    exceptions = [
        [str(each.first_day), str(each.last_day), sorted(each.spans)]
        for each in schedule.exceptions
    ]
    facts = [
        sorted(rules),
        sorted(exceptions),
        [schedule.opens_on_holidays, schedule.closes_at_year_end],
        sorted(schedule.shifted_closing_days),
    ]
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
