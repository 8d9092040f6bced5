"""Validation of hours as entered, with messages that say what to correct."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from directory.hours import refusals
from directory.hours.clock import DAY
from directory.hours.rules import ONE_DAY, DatedException, OnHolidays, Rule
from directory.hours.words import ja

# Within four years every weekday meets every week of a month and every end of a month.
_FOUR_YEARS = 4 * 366
_ANY_DAY = date(2027, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: `kind` is "rule" or "exception", `index` counts from 0 within its kind.

    `field` names the field of the value beside which the message belongs.
    """

    kind: str
    index: int
    field: str
    message: str


def problems(rules: Sequence[Rule], exceptions: Sequence[DatedException] = ()) -> list[Problem]:
    """All faults because of which these hours cannot be saved, in the order entered."""
    found = [
        Problem("rule", index, field, message)
        for index, rule in enumerate(rules)
        for field, message in _faults_of_rule(rule)
    ]
    sound = [pair for pair in enumerate(rules) if not any(_faults_of_rule(pair[1]))]
    found += [
        Problem(
            "rule",
            index,
            "opens",
            refusals.RULES_OVERLAP.format(
                number=earlier + 1, times=ja.span(other.opens, other.ends)
            ),
        )
        for (earlier, other), (index, rule) in combinations(sound, 2)
        if _overlap(other, rule)
    ]
    found += [
        Problem("exception", index, field, message)
        for index, exception in enumerate(exceptions)
        for field, message in _faults_of_exception(exception)
    ]
    found += [
        Problem(
            "exception", index, "first_day", refusals.EXCEPTIONS_OVERLAP.format(number=earlier + 1)
        )
        for (earlier, other), (index, exception) in combinations(enumerate(exceptions), 2)
        if max(other.first_day, exception.first_day) <= min(other.last_day, exception.last_day)
    ]
    return found


def _faults_of_rule(rule: Rule) -> Iterator[tuple[str, str]]:
    # 8:00～翌8:00 is a whole day: forms ask whether it was meant.
    yield from _faults_of_times(rule.opens, rule.closes)
    for_holidays = rule.on_holidays is OnHolidays.ONLY
    if for_holidays and (rule.weekdays or rule.nth_weeks):
        yield "weekdays", refusals.WEEKDAYS_OF_HOLIDAYS
    if not for_holidays and not rule.weekdays:
        yield "weekdays", refusals.NO_WEEKDAY
    if rule.valid_from and rule.valid_until and rule.valid_from > rule.valid_until:
        yield "valid_until", refusals.LAST_BEFORE_FIRST
    elif not for_holidays and rule.weekdays and not any(map(rule.falls_on, _shared_days(rule))):
        yield "valid_until", refusals.NO_DAY_IN_FORCE


def _faults_of_exception(exception: DatedException) -> Iterator[tuple[str, str]]:
    if exception.last_day < exception.first_day:
        yield "last_day", refusals.LAST_BEFORE_FIRST
    for opens, closes in exception.spans:
        for _, message in _faults_of_times(opens, closes):
            yield "spans", message
        if opens == closes:
            yield "spans", refusals.CLOSES_WHEN_IT_OPENS
    spans = [Rule(frozenset(), opens, closes) for opens, closes in exception.spans]
    if any(_times_clash(one, other) for one, other in combinations(spans, 2)):
        yield "spans", refusals.TIMES_OVERLAP


def _faults_of_times(opens: int, closes: int) -> Iterator[tuple[str, str]]:
    if not 0 <= opens < DAY:
        yield "opens", refusals.OPENS_OUT_OF_RANGE
    if not 0 < closes <= DAY:
        yield "closes", refusals.CLOSES_OUT_OF_RANGE


def _overlap(one: Rule, other: Rule) -> bool:
    # Rows with different labels speak of different people, who may well sit there together.
    if one.label != other.label:
        return False
    if OnHolidays.ONLY in (one.on_holidays, other.on_holidays):
        # Holiday hours push weekday hours aside, so only two rows for holidays can collide.
        days = _shared_days(one, other)
        return one.on_holidays is other.on_holidays and any(days) and _times_clash(one, other)
    return (
        _meet(one, other, days_later=0)
        or (_meet(one, other, days_later=1) and not _carries_on(one, other))
        or (_meet(other, one, days_later=1) and not _carries_on(other, one))
    )


def _carries_on(night: Rule, day: Rule) -> bool:
    """Whether the next day's reception begins at midnight and outlasts the night's.

    平日 18:00～翌8:30、土日 24時間: both say that the window is open on Saturday morning.
    """
    alike = (night.by_reservation, night.tentative) == (day.by_reservation, day.tentative)
    return alike and day.opens == 0 and night.ends - DAY <= day.ends


def _meet(one: Rule, other: Rule, days_later: int) -> bool:
    """Whether reception by one rule still runs when the other's begins so many days later."""
    if not _times_clash(one, other, days_later):
        return False
    return any(
        one.falls_on(day) and other.falls_on(day + days_later * ONE_DAY)
        for day in _shared_days(one, other)
    )


def _times_clash(one: Rule, other: Rule, days_later: int = 0) -> bool:
    shift = days_later * DAY
    return one.opens < other.ends + shift and other.opens + shift < one.ends


def _shared_days(*rules: Rule) -> Iterator[date]:
    """Days on which all the rules are in force; of more than four years, four years."""
    froms = [rule.valid_from.toordinal() for rule in rules if rule.valid_from]
    untils = [rule.valid_until.toordinal() for rule in rules if rule.valid_until]
    if froms:
        first = max(froms)
    else:
        first = max(min(untils, default=_ANY_DAY) - _FOUR_YEARS, date.min.toordinal())
    # The very last day has no day after it on which reception could run on.
    last = min([*untils, first + _FOUR_YEARS, date.max.toordinal() - 1])
    return map(date.fromordinal, range(first, last + 1))
