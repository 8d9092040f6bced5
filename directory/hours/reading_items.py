"""Rows in the making: days with their times and the remarks on them."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from directory.hours import reading_tokens as tokens
from directory.hours import refusals
from directory.hours.clock import DAY, end_of
from directory.hours.dates import DATE, read_date
from directory.hours.reading_names import EVERY_DAY
from directory.hours.reading_scanner import Unreadable
from directory.hours.reading_tokens import Days
from directory.hours.rules import LAST_WEEK, OnHolidays, Rule
from directory.hours.words.ja import days as weekdays_in_words


@dataclass(slots=True)
class Item:
    """Days with their times and the remarks on them; either may come first."""

    line: int
    label: str = ""
    groups: list[Days] | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)
    remarks: dict[str, Any] = field(default_factory=dict)
    times_first: bool = False
    # The line of its last times, where they stand before their days.
    last_line: int | None = None
    # The word with which it departs from what stands before it: ただし, は.
    instead: str = ""
    # Whether the label stands behind the days, which may be those of another label too.
    labelled_behind: bool = False
    # Whether 水曜日は19:00まで or the like made it of another item.
    departs: bool = False

    @property
    def complete(self) -> bool:
        return self.groups is not None and bool(self.spans)

    @property
    def daily(self) -> bool:
        return any(each.daily for each in self.groups or ())

    @property
    def stretches(self) -> list[tuple[int, int]]:
        return [(opens, end_of(opens, closes)) for opens, closes in self.spans]

    def meets(self, other: "Item") -> bool:
        """Whether both speak of the same days under the same label."""
        return self.label == other.label and any(
            one.weekdays & two.weekdays
            and (not one.nth_weeks or not two.nth_weeks or one.nth_weeks & two.nth_weeks)
            for one in self.groups or ()
            for two in other.groups or ()
        )

    def end_round_the_clock(self) -> None:
        """Take チャット 24時間 as every day, where another row begins behind it."""
        if self.label and self.groups is None and self.spans == [(0, DAY)]:
            self.groups = [Days(EVERY_DAY, daily=True)]

    def overlaps(self, other: "Item") -> bool:
        """Whether the times of both run over each other."""
        return any(
            first < until and begins < last
            for first, last in self.stretches
            for begins, until in other.stretches
        )

    def rules(self) -> list[Rule]:
        """The rows that the item means."""
        found = []
        for opens, closes in self.spans:
            row = Rule(frozenset(), opens, closes, label=self.label)
            groups = list(tokens.merged(self.groups or []))
            found += [
                replace(row, weekdays=each.weekdays, nth_weeks=each.nth_weeks, **self.remarks)
                for each in groups
                if each.weekdays
            ]
            if any(each.holidays for each in groups):
                found.append(replace(row, **(self.remarks | {"on_holidays": OnHolidays.ONLY})))
        return found


def closed_and_open(days: frozenset[int]) -> Unreadable:
    """The refusal of days that are said to be both."""
    return Unreadable(refusals.CLOSED_AND_OPEN.format(days=weekdays_in_words(days)))


def without(group: Days, closed: Days, how: str) -> list[Days]:
    """The days without closed ones: 毎日, a range with 除く, or single weeks of a weekday."""
    common = group.weekdays & closed.weekdays
    if not common:
        return [group]
    rest = replace(group, weekdays=group.weekdays - common)
    if not closed.nth_weeks:
        if not group.daily and "除" not in how:
            raise closed_and_open(common)
        return [rest] if rest.weekdays or rest.holidays else []
    if LAST_WEEK in closed.nth_weeks | group.nth_weeks:
        raise Unreadable(refusals.LAST_WEEK_CLOSED)
    weeks = (group.nth_weeks or tokens.ALL_WEEKS) - closed.nth_weeks
    kept = [Days(common, weeks)] if weeks else []
    return [*([rest] if rest.weekdays or rest.holidays else []), *kept]


def remark(text: str) -> dict[str, Any] | None:
    for name, pattern in tokens.REMARKS.items():
        if pattern.fullmatch(text):
            return {name: True}
    return None


def validity(text: str) -> dict[str, Any] | None:
    """2026年4月1日～2026年9月30日, …から, …まで; None for anything else."""
    found = re.fullmatch(
        rf"(?P<first>{DATE})?\s*(?:～|から|より)\s*(?P<last>{DATE})?{tokens.UNTIL}?", text
    )
    until = re.fullmatch(rf"(?P<first>)(?P<last>{DATE}){tokens.UNTIL}", text)
    if not (span := found or until):
        return None
    first, last = span["first"], span["last"]
    return {"valid_from": _day(first), "valid_until": _day(last)} if first or last else None


def _day(text: str | None) -> date | None:
    try:
        return read_date(text) if text else None
    except ValueError as error:
        raise Unreadable(str(error)) from error
