"""What is wrong with hours as entered, said so that a clerk knows what to do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from directory.hours.clock import DAY, clock_span
from directory.hours.rules import ONE_DAY, DatedException, OnHolidays, Rule

# Within four years every weekday meets every week of a month and every end of a month.
_FOUR_YEARS = 4 * 366
_ANY_DAY = date(2027, 1, 1).toordinal()
_OUT_OF_RANGE = {
    "opens": "開始時刻は 0:00 から 23:59 までで入力してください。",
    "closes": "終了時刻は 0:01 から 24:00 までで入力してください。",
}


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
    """Everything that must be put right before these hours can be saved, in the order entered."""
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
            f"{earlier + 1}行目（{clock_span(other.opens, other.ends)}）と重なっています。"
            "どちらかの曜日・時刻・期間を直してください。",
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
            "exception",
            index,
            "first_day",
            f"{earlier + 1}件目と日が重なっています。どちらかの日付を直してください。",
        )
        for (earlier, other), (index, exception) in combinations(enumerate(exceptions), 2)
        if max(other.first_day, exception.first_day) <= min(other.last_day, exception.last_day)
    ]
    return found


def _faults_of_rule(rule: Rule) -> Iterator[tuple[str, str]]:
    yield from _faults_of_times(rule.opens, rule.closes)
    for_holidays = rule.on_holidays is OnHolidays.ONLY
    if for_holidays and (rule.weekdays or rule.nth_weeks):
        yield "weekdays", "「祝日のみ」は曜日や週によりません。曜日と週の印を外してください。"
    if not for_holidays and not rule.weekdays:
        yield "weekdays", "曜日を一つ以上選んでください。"
    if rule.valid_from and rule.valid_until and rule.valid_from > rule.valid_until:
        yield "valid_until", "終わりの日が始まりの日より前です。日付を直してください。"
    elif not for_holidays and rule.weekdays and not any(map(rule.falls_on, _shared_days(rule))):
        yield "valid_until", "この期間には当てはまる日がありません。曜日か期間を直してください。"


def _faults_of_exception(exception: DatedException) -> Iterator[tuple[str, str]]:
    if exception.last_day < exception.first_day:
        yield "last_day", "終わりの日が始まりの日より前です。日付を直してください。"
    for opens, closes in exception.spans:
        for _, message in _faults_of_times(opens, closes):
            yield "spans", message
    spans = [Rule(frozenset(), opens, closes) for opens, closes in exception.spans]
    if any(_times_clash(one, other) for one, other in combinations(spans, 2)):
        yield "spans", "受付時間どうしが重なっています。時刻を直してください。"


def _faults_of_times(opens: int, closes: int) -> Iterator[tuple[str, str]]:
    if not 0 <= opens < DAY:
        yield "opens", _OUT_OF_RANGE["opens"]
    if not 0 < closes <= DAY:
        yield "closes", _OUT_OF_RANGE["closes"]
    if opens == closes:
        yield "closes", "開始と終了が同じです。24時間受け付けるなら 0:00～24:00 にしてください。"


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
        or _meet(one, other, days_later=1)
        or _meet(other, one, days_later=1)
    )


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
