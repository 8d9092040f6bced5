"""Reception hours in OpenStreetMap's opening_hours syntax."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from directory.hours.clock import DAY, hh_mm
from directory.hours.days import shifted_from
from directory.hours.rules import (
    ONE_DAY,
    DatedException,
    DayCalendar,
    OnHolidays,
    Rule,
    Schedule,
    weekday_runs,
)
from directory.hours.words import HoursWords, ja

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# The syntax has no open start, so an early day stands for it.
_LONG_AGO = date(2000, 1, 1)


def osm(
    schedule: Schedule,
    calendar: DayCalendar,
    first_day: date,
    last_day: date,
    words: HoursWords = ja,
) -> str:
    """The hours as an opening_hours value, empty when unknown.

    After the rules come, each replacing what stands before it, closings moved from a holiday,
    the year end, and dated exceptions; those with dates as far as they concern the days given,
    both included. Hours with reservation or in principle are `unknown` with the reason as
    comment. The syntax cannot say that reception past midnight runs on into a day that is off.
    """
    if not schedule.known:
        return ""
    parts = [_regular(schedule, words)]
    for offset in range((last_day - first_day).days + 1):
        day = first_day + offset * ONE_DAY
        if shifted_from(schedule, calendar, day):
            parts.append(f"{_date(day)} off")
    if schedule.closes_at_year_end is not False:
        start, end = calendar.year_end_from, calendar.year_end_until
        state = "off" if schedule.closes_at_year_end else "unknown"
        parts.append(f"{_month_day(*start)}-{_month_day(*end)} {state}")
    # Of several exceptions the shortest wins, so it stands last.
    parts += [
        _exception(schedule, each)
        for each in sorted(schedule.exceptions, key=lambda each: each.first_day - each.last_day)
        if each.first_day <= last_day and each.last_day >= first_day
    ]
    return "; ".join(parts)


def _regular(schedule: Schedule, words: HoursWords) -> str:
    """The rules, those that a holiday pushes aside before it and the others after it."""
    if schedule.keeps_weekday_hours_on_holidays:
        return _additive(schedule.rules, words)
    inherit, also, only = (
        [rule for rule in schedule.rules if rule.on_holidays is behaviour]
        for behaviour in (OnHolidays.INHERIT, OnHolidays.ALSO, OnHolidays.ONLY)
    )
    # Holiday hours that are always in force already replace those of the weekday.
    replaced = only and not any(rule.valid_from or rule.valid_until for rule in only)
    parts = [_additive(inherit, words), "" if replaced else "PH off", _additive(only, words)]
    replacing = "; ".join(filter(None, parts))
    return ", ".join(filter(None, [replacing, _additive(also, words)]))


def _additive(rules: Iterable[Rule], words: HoursWords) -> str:
    """Rules that add to each other; those alike in all but their times become one."""
    times = defaultdict(set)
    for rule in rules:
        times[replace(rule, opens=0, closes=DAY)].add((rule.opens, rule.closes))
    return ", ".join(
        _joined(_validity(rule), _days(rule), _times(spans), _state(rule, words))
        for rule, spans in times.items()
    )


def _exception(schedule: Schedule, exception: DatedException) -> str:
    days = _date(exception.first_day)
    if exception.last_day != exception.first_day:
        days += f"-{_date(exception.last_day)}"
    state = "" if exception.spans else "off"
    if exception.spans and schedule.wants_reservation:
        state = "unknown"
    return _joined(days, _times(exception.spans), state, _comment(exception.note))


def _validity(rule: Rule) -> str:
    if rule.valid_until is None:
        return f"{_date(rule.valid_from)}+" if rule.valid_from else ""
    return f"{_date(rule.valid_from or _LONG_AGO)}-{_date(rule.valid_until)}"


def _days(rule: Rule) -> str:
    if rule.on_holidays is OnHolidays.ONLY:
        return "PH"
    if rule.nth_weeks:
        weeks = ",".join(map(str, sorted(rule.nth_weeks)))
        return ",".join(f"{_DAYS[weekday]}[{weeks}]" for weekday in sorted(rule.weekdays))
    parts = []
    for run in weekday_runs(rule.weekdays):
        names = [_DAYS[weekday] for weekday in run]
        parts += names if len(run) < 3 else [f"{names[0]}-{names[-1]}"]
    return ",".join(parts)


def _times(spans: Iterable[tuple[int, int]]) -> str:
    # A whole day from 8:00 on ends at 32:00; 08:00-08:00 may be read as no time at all.
    return ",".join(
        f"{hh_mm(opens)}-{hh_mm(closes + DAY * (closes == opens))}"
        for opens, closes in sorted(spans)
    )


def _state(rule: Rule, words: HoursWords) -> str:
    marks = [words.in_principle] * rule.tentative + [words.by_reservation] * rule.by_reservation
    return _joined("unknown" if marks else "", _comment(_joined(rule.label, *marks)))


def _comment(text: str) -> str:
    # A comment has no way to write the quotation mark that ends it.
    return f'"{text.replace(chr(34), "”")}"' if text else ""


def _joined(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _date(day: date) -> str:
    return f"{day.year} {_month_day(day.month, day.day)}"


def _month_day(month: int, day: int) -> str:
    return f"{_MONTHS[month - 1]} {day:02}"
