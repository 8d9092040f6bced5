"""A window's reception on one day.

The first that applies decides: dated exception, year end, closing moved from a holiday, public
holiday, weekday. A stretch of reception belongs to the day on which it starts.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from directory.hours.rules import (
    ONE_DAY,
    SATURDAY,
    DatedException,
    DayCalendar,
    OnHolidays,
    Rule,
    Schedule,
)
from directory.hours.spans import Span, disjoint, joined


class Closure(StrEnum):
    """The reason why a window is closed all day on which it might have been open."""

    EXCEPTION = "exception"
    YEAR_END = "year_end"
    SHIFTED = "shifted"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The day's reception: disjoint sorted spans in minutes from its midnight, up to 2879.

    What is special about the day: `note` is the holiday's name or the exception's note as
    entered; the day may belong to the year end, or be closed in place of the holiday
    `moved_from`. `closure` is why there is no reception, None when there is some or the weekday
    never has any. `known` is False when nothing has been entered about the day.
    """

    spans: tuple[Span, ...] = ()
    note: str = ""
    closure: Closure | None = None
    known: bool = True
    is_year_end: bool = False
    moved_from: date | None = None


_NOTHING = DayPlan()


def day_plan(schedule: Schedule, calendar: DayCalendar, day: date) -> DayPlan:
    """The plan of one day. Raises BeyondCalendar when its holidays are not known."""
    holiday = calendar.holiday_name(day)
    exception = schedule.exception_on(day)
    if exception is not None:
        return _exceptional(schedule, exception)
    if not schedule.known:
        return DayPlan(known=False)
    if schedule.closes_at_year_end is not False and calendar.is_year_end(day):
        if schedule.closes_at_year_end is None:
            return DayPlan(known=False, is_year_end=True)
        return DayPlan(closure=Closure.YEAR_END, is_year_end=True)
    if moved := shifted_from(schedule, calendar, day):
        return DayPlan(closure=Closure.SHIFTED, moved_from=moved[-1])
    if holiday is None:
        rules = [rule for rule in schedule.rules if _is_ordinary(rule, day)]
        return DayPlan(_spans(rules)) if rules else _NOTHING
    spans = _spans([rule for rule in schedule.rules if _is_on_holiday(rule, schedule, day)])
    # A weekly closing day stays just that when it happens to be a holiday.
    missed = not spans and any(_is_ordinary(rule, day) for rule in schedule.rules)
    return DayPlan(spans, note=holiday, closure=Closure.HOLIDAY if missed else None)


def shifted_from(schedule: Schedule, calendar: DayCalendar, day: date) -> list[date]:
    """The holidays, earliest first, on weekly closing days that close this day in their stead."""
    if (
        not schedule.shifted_closing_days
        or day.weekday() >= SATURDAY
        or calendar.holiday_name(day) is not None
    ):
        return []
    moved: list[date] = []
    earlier = day - ONE_DAY
    while (holiday := calendar.holiday_name(earlier)) or earlier.weekday() >= SATURDAY:
        if holiday and earlier.weekday() in schedule.shifted_closing_days:
            moved.insert(0, earlier)
        earlier -= ONE_DAY
    return moved


def doubtful_shifts(
    schedule: Schedule, calendar: DayCalendar, first_day: date, last_day: date
) -> list[tuple[date, date]]:
    """Moved closings that staff should confirm, as (holiday, day closed in its stead).

    「翌平日」 is in doubt when a Saturday or Sunday on which the window normally opens lies
    between the two. The day closed lies within `first_day` to `last_day`, both included. One
    that has a dated exception has been decided and is left out.
    """
    doubtful = []
    for offset in range((last_day - first_day).days + 1):
        closed = first_day + offset * ONE_DAY
        if schedule.exception_on(closed) is None:
            doubtful += [
                (holiday, closed)
                for holiday in shifted_from(schedule, calendar, closed)
                if _opens_on_weekend_between(schedule, holiday, closed)
            ]
    return doubtful


def _opens_on_weekend_between(schedule: Schedule, holiday: date, closed: date) -> bool:
    between = [holiday + offset * ONE_DAY for offset in range(1, (closed - holiday).days)]
    return any(
        day.weekday() >= SATURDAY and _is_ordinary(rule, day)
        for day in between
        for rule in schedule.rules
    )


def _is_ordinary(rule: Rule, day: date) -> bool:
    return rule.on_holidays is not OnHolidays.ONLY and rule.falls_on(day)


def _is_on_holiday(rule: Rule, schedule: Schedule, day: date) -> bool:
    if rule.on_holidays is OnHolidays.ONLY:
        return rule.in_force(day)
    applies = rule.on_holidays is OnHolidays.ALSO or schedule.keeps_weekday_hours_on_holidays
    return applies and rule.falls_on(day)


def _spans(rules: list[Rule]) -> tuple[Span, ...]:
    spans = [
        Span(rule.opens, rule.ends, rule.by_reservation, rule.tentative, rule.label)
        for rule in rules
    ]
    return tuple(spans) if len(spans) < 2 else tuple(joined(disjoint(spans)))


def _exceptional(schedule: Schedule, exception: DatedException) -> DayPlan:
    by_reservation = schedule.wants_reservation
    spans = [Span(start, end, by_reservation) for start, end in exception.stretches]
    return DayPlan(
        tuple(joined(disjoint(spans))),
        note=exception.note,
        closure=None if spans else Closure.EXCEPTION,
    )
