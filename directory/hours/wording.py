"""Regular hours in Japanese, as the booklet prints them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from directory.hours.clock import DAY, clock_span
from directory.hours.rules import LAST_WEEK, OnHolidays, Rule, Schedule

WEEKDAYS = "月火水木金土日"
ROUND_THE_CLOCK_ALL_YEAR = "24時間・年中無休"

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


def printed(schedule: Schedule) -> str:
    """The hours as the booklet prints them, empty when unknown. Exceptions are not in it.

    The booklet's own preface holds: closed on holidays and at year end unless it says otherwise;
    so only what departs from that is written. 要予約 is written only on rows that differ in it,
    because the booklet marks a window that always wants a reservation in a place of its own.
    """
    if not schedule.known:
        return ""
    lines = _lines(schedule)
    if _is_always_open(schedule, lines):
        return ROUND_THE_CLOCK_ALL_YEAR
    text = ""
    for line in lines:
        label = f"※{line.shared.label} " if line.shared.label else ""
        # A labelled part is a remark of its own; others are a list.
        separator = "" if not text else " " if label else "、"
        text += f"{separator}{label}{_line_text(schedule, line)}"
    text += _in_brackets(_departures(schedule))
    if schedule.shifted_closing_days:
        days = plain_days(schedule.shifted_closing_days)
        text += f" ※{days}が祝日の場合は翌平日も休み"
    return text


def holiday_sentence(schedule: Schedule) -> str:
    """What residents should know of holidays and year end; empty when unknown or always open."""
    if not schedule.known or _is_always_open(schedule, _lines(schedule)):
        return ""
    year_end = {
        True: "年末年始は休みです",
        False: "年末年始も受け付けます",
        None: "年末年始は窓口へご確認ください",
    }[schedule.closes_at_year_end]
    if times := {(rule.opens, rule.ends) for rule in schedule.holiday_rules}:
        holidays = f"祝日は {times_text(sorted(times))} に受け付けます"
    elif schedule.opens_on_holidays:
        if schedule.closes_at_year_end is False:
            return "祝日・年末年始も受け付けます"
        holidays = "祝日も受け付けます"
    elif any(rule.on_holidays is OnHolidays.ALSO for rule in schedule.rules):
        holidays = "祝日は一部の曜日だけ受け付けます"
    elif schedule.closes_at_year_end:
        return "祝日・年末年始は休みです"
    elif schedule.closes_at_year_end is False:
        return "祝日は休みです。年末年始も祝日のほかは受け付けます"
    else:
        holidays = "祝日は休みです"
    return f"{holidays}。{year_end}"


def times_text(times: Iterable[tuple[int, int]]) -> str:
    """Spans of a day in minutes, as in 9:00～12:00、13:00～16:00."""
    return "、".join(clock_span(start, end) for start, end in times)


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


def _line_text(schedule: Schedule, line: _Line) -> str:
    shared = line.shared
    remarks = []
    if shared.valid_from or shared.valid_until:
        remarks.append(validity_text(shared.valid_from, shared.valid_until))
    if shared.by_reservation:
        remarks.append("要予約")
    if shared.on_holidays is OnHolidays.ALSO:
        remarks.append("祝日も受付")
    principle = "原則、" if shared.tentative else ""
    return f"{principle}{_days(schedule, line)} {times_text(line.times)}{_in_brackets(remarks)}"


def _days(schedule: Schedule, line: _Line) -> str:
    weekdays = line.days - {_HOLIDAY}
    names = []
    if line.shared.nth_weeks:
        names = [weeks_text(line.shared.nth_weeks) + plain_days(weekdays)]
    elif weekdays and weekdays == daily_days(schedule):
        names = ["毎日"]
    elif weekdays == _MONDAY_TO_FRIDAY and schedule.holiday_rules:
        # Holidays have hours of their own, so Monday to Friday means the other ones: 平日.
        names = ["平日"]
    elif weekdays:
        names = [plain_days(weekdays)]
    return "と".join([*names, "祝日"] if _HOLIDAY in line.days else names)


def plain_days(weekdays: frozenset[int]) -> str:
    """月曜日、火曜日、木曜日～土曜日 when three days or more run on, else 月・火・木・金曜日."""
    runs = list(weekday_runs(weekdays))
    if all(len(run) < 3 for run in runs):
        return "・".join(WEEKDAYS[day] for day in sorted(weekdays)) + "曜日"
    parts = []
    for run in runs:
        names = [f"{WEEKDAYS[day]}曜日" for day in run]
        parts += names if len(run) < 3 else [f"{names[0]}～{names[-1]}"]
    return "、".join(parts)


def weeks_text(nth_weeks: frozenset[int]) -> str:
    names = [f"第{week}" for week in sorted(nth_weeks - {LAST_WEEK})]
    return "・".join([*names, "最終"] if LAST_WEEK in nth_weeks else names)


def daily_days(schedule: Schedule) -> frozenset[int] | None:
    """The window's weekdays if one would call them 毎日: all, or all but one within the week."""
    weekdays = frozenset().union(
        *(rule.weekdays for rule in schedule.rules if rule.on_holidays is not OnHolidays.ONLY)
    )
    split = len(weekdays) == 6 and len(list(weekday_runs(weekdays))) == 2
    return weekdays if split or weekdays == _EVERY_DAY else None


def _departures(schedule: Schedule) -> list[str]:
    """What the days leave unsaid: closings where 毎日 would promise more, else extra openings."""
    daily = daily_days(schedule)
    if daily is None:
        extra = ["祝日も受付"] if schedule.keeps_weekday_hours_on_holidays else []
        return [*extra, "年末年始も受付"] if schedule.closes_at_year_end is False else extra
    closings = [f"{WEEKDAYS[day]}曜日" for day in _EVERY_DAY - daily]
    inherits = all(rule.on_holidays is OnHolidays.INHERIT for rule in schedule.rules)
    if inherits and not schedule.opens_on_holidays:
        closings.append("祝日")
    if schedule.closes_at_year_end:
        closings.append("年末年始")
    if not closings:
        return []
    listed = "、".join(closings[:-1])
    return [f"{listed}と{closings[-1]}は休み" if listed else f"{closings[-1]}は休み"]


def _is_always_open(schedule: Schedule, lines: list[_Line]) -> bool:
    return (
        len(lines) == 1
        and lines[0].days == _EVERY_DAY
        and lines[0].times == (_WHOLE_DAY,)
        and lines[0].shared == Rule(frozenset(), *_WHOLE_DAY)
        and schedule.keeps_weekday_hours_on_holidays
        and schedule.closes_at_year_end is False
        and not schedule.shifted_closing_days
    )


def validity_text(valid_from: date | None, valid_until: date | None) -> str:
    first = f"{valid_from.year}年{valid_from.month}月{valid_from.day}日" if valid_from else ""
    last = f"{valid_until.year}年{valid_until.month}月{valid_until.day}日" if valid_until else ""
    if first and last:
        return f"{first}～{last}"
    return f"{first}から" if first else f"{last}まで"


def _in_brackets(remarks: list[str]) -> str:
    return f"（{'、'.join(remarks)}）" if remarks else ""
