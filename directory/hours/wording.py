"""Regular hours in words, as the booklet prints them: which days go together, and what is said."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from directory.hours.clock import DAY
from directory.hours.rules import OnHolidays, Rule, Schedule, weekday_runs
from directory.hours.words import HolidayOpening, HoursWords, ja

_EVERY_DAY = frozenset(range(7))
_MONDAY_TO_FRIDAY = frozenset(range(5))
# 祝日 is written like an eighth day of the week.
_HOLIDAY = 7
_WHOLE_DAY = (0, DAY)


@dataclass(frozen=True, slots=True)
class _Line:
    """Days with equal times. `shared` is a rule that carries all else that these rules share."""

    days: frozenset[int]
    times: tuple[tuple[int, int], ...]
    shared: Rule


def printed(schedule: Schedule, words: HoursWords = ja) -> str:
    """The hours as the booklet prints them, empty when unknown. Exceptions are not in it.

    The booklet's own preface holds: closed on holidays and at year end unless it says otherwise;
    so only what departs from that is written. 要予約 is written only on rows that differ in it,
    because the booklet marks a window that always wants a reservation in a place of its own.
    """
    if not schedule.known:
        return ""
    lines = _lines(schedule)
    if _never_closes(schedule, lines):
        return words.always_open
    return words.regular(
        [(line.shared.label, _line_text(schedule, line, words)) for line in lines],
        _departures(schedule, words),
        schedule.shifted_closing_days,
        moves=bool(schedule.holiday_rules),
    )


def is_always_open(schedule: Schedule) -> bool:
    """Whether the rules say that the window never closes."""
    return schedule.known and _never_closes(schedule, _lines(schedule))


def holiday_sentence(schedule: Schedule, words: HoursWords = ja) -> str:
    """What residents should know of holidays and year end; empty when unknown or always open."""
    if not schedule.known or _never_closes(schedule, _lines(schedule)):
        return ""
    if schedule.opens_on_holidays:
        opening = HolidayOpening.ALWAYS
    elif any(rule.on_holidays is OnHolidays.ALSO for rule in schedule.rules):
        opening = HolidayOpening.SOME
    else:
        opening = HolidayOpening.NEVER
    return words.holiday_sentence(
        opening,
        sorted({(rule.opens, rule.ends) for rule in schedule.holiday_rules}),
        closes_at_year_end=schedule.closes_at_year_end,
    )


def _lines(schedule: Schedule) -> list[_Line]:
    """The rules with equal days under one heading, earliest weekday first, labelled ones last."""
    times_of = defaultdict(set)
    for rule in schedule.rules:
        only = rule.on_holidays is OnHolidays.ONLY
        for day in {_HOLIDAY} if only else rule.weekdays:
            times_of[_shared(rule, schedule), day].add((rule.opens, rule.ends))
    days_with = defaultdict(set)
    for (shared, day), times in times_of.items():
        days_with[shared, tuple(sorted(times))].add(day)
    lines = [_Line(frozenset(days), times, shared) for (shared, times), days in days_with.items()]
    return sorted(lines, key=_place)


def _shared(rule: Rule, schedule: Schedule) -> Rule:
    """The rule without its days and times, and without marks that every rule has alike."""
    only = rule.on_holidays is OnHolidays.ONLY
    also = rule.on_holidays is OnHolidays.ALSO and not schedule.opens_on_holidays
    return replace(
        rule,
        weekdays=frozenset(),
        opens=0,
        closes=DAY,
        nth_weeks=frozenset() if only else rule.nth_weeks,
        on_holidays=OnHolidays.ALSO if also else OnHolidays.INHERIT,
        by_reservation=rule.by_reservation and not schedule.wants_reservation,
    )


def _place(line: _Line) -> tuple[object, ...]:
    shared = line.shared
    weeks = sorted(week % 9 for week in shared.nth_weeks)
    validity = (shared.valid_from or date.min, shared.valid_until or date.max)
    marks = (shared.on_holidays, shared.by_reservation, shared.tentative)
    return (shared.label, min(line.days), weeks, line.times, sorted(line.days), validity, marks)


def _line_text(schedule: Schedule, line: _Line, words: HoursWords) -> str:
    shared = line.shared
    remarks = []
    if shared.valid_from or shared.valid_until:
        remarks.append(words.validity(shared.valid_from, shared.valid_until))
    if shared.by_reservation:
        remarks.append(words.by_reservation)
    if shared.on_holidays is OnHolidays.ALSO:
        remarks.append(words.also_on_holidays)
    days = _days(schedule, line, words)
    return words.line(days, words.times(line.times), remarks, tentative=shared.tentative)


def _days(schedule: Schedule, line: _Line, words: HoursWords) -> str:
    weekdays = line.days - {_HOLIDAY}
    if not weekdays:
        return words.holidays
    if line.shared.nth_weeks:
        days = words.nth_days(line.shared.nth_weeks, weekdays)
    elif weekdays == daily_days(schedule):
        days = words.every_day
    elif weekdays == _MONDAY_TO_FRIDAY and schedule.holiday_rules:
        # Holidays have hours of their own, so Monday to Friday means the other ones: 平日.
        days = words.working_days
    else:
        days = words.days(weekdays)
    return words.and_holidays(days) if _HOLIDAY in line.days else days


def daily_days(schedule: Schedule) -> frozenset[int] | None:
    """The window's weekdays if one would call them 毎日: all, or all but one within the week."""
    weekdays = frozenset().union(
        *(rule.weekdays for rule in schedule.rules if rule.on_holidays is not OnHolidays.ONLY)
    )
    split = len(weekdays) == 6 and len(list(weekday_runs(weekdays))) == 2
    return weekdays if split or weekdays == _EVERY_DAY else None


def _departures(schedule: Schedule, words: HoursWords) -> list[str]:
    """Remarks on the whole window: closings where 毎日 would promise more, else extra openings."""
    daily = daily_days(schedule)
    if daily is None:
        extra = [words.also_on_holidays] if schedule.keeps_weekday_hours_on_holidays else []
        return [*extra, words.also_at_year_end] if schedule.closes_at_year_end is False else extra
    closings = [words.days(frozenset({day})) for day in _EVERY_DAY - daily]
    inherits = all(rule.on_holidays is OnHolidays.INHERIT for rule in schedule.rules)
    if inherits and not schedule.opens_on_holidays:
        closings.append(words.holidays)
    if schedule.closes_at_year_end:
        closings.append(words.year_end)
    return [words.closed_on(closings)] if closings else []


def _never_closes(schedule: Schedule, lines: list[_Line]) -> bool:
    return (
        len(lines) == 1
        and lines[0].days == _EVERY_DAY
        and lines[0].times == (_WHOLE_DAY,)
        and lines[0].shared == Rule(frozenset(), *_WHOLE_DAY)
        and schedule.keeps_weekday_hours_on_holidays
        and schedule.closes_at_year_end is False
        and not schedule.shifted_closing_days
    )
