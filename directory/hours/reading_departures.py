"""Days that depart from those before them: 水曜日は19:00まで, 土曜は午前のみ, 祝日の木曜は休み."""

import re
from collections.abc import Callable
from dataclasses import replace

from directory.hours import reading_tokens as tokens
from directory.hours import refusals
from directory.hours.clock import clock
from directory.hours.reading_items import Item, without
from directory.hours.reading_names import Names
from directory.hours.reading_scanner import Scanner, Unreadable
from directory.hours.reading_spans import end_text, read_span
from directory.hours.reading_statements import Statements
from directory.hours.reading_tokens import HALF, Days

Spans = list[tuple[int, int]]
_NOON = 12 * 60
# 1時から is no hour at which windows open: it lacks its half of the day.
_MORNING = 8 * 60


class Departures(Statements):
    """A text of which some days have times of their own."""

    def __init__(self, text: str):
        super().__init__(text)
        self.departures: list[tuple[Names, str, Callable[[Spans], Spans | None]]] = []
        self.closed_if_holiday: list[tuple[Names, str]] = []

    def _departs(self, names: Names, start: int) -> bool:
        """Whether another end of the day, or one half of it, follows the days that were read."""
        plain = not names.holidays and not names.year_end and not names.whole_weeks
        end = self.at
        if plain and (found := self._take(tokens.HALF_DAY)):
            half = found["half"] if found["only"] else {"午前": "午後"}.get(found["half"], "午前")
            self._depart(names, start, lambda spans: _half(spans, half))
            return True
        if plain and (found := self._take(tokens.CLOSES_AT)):
            last = found["last"] or found["until"]
            if any(_holds(item, names) for item in self.items):
                self._depart(names, start, lambda spans: _until(spans, last))
                return True
        self.at = end
        if plain and (found := self._take(tokens.OPENS_AT)):
            first = found["first"]
            if any(_holds(item, names) for item in self.items):
                self._depart(names, start, lambda spans: _from(spans, first))
                return True
        self.at = end
        return False

    def _depart(self, names: Names, start: int, change: Callable[[Spans], Spans | None]) -> None:
        self.departures.append((names, self.original[start : self.at], change))

    def _counted(self) -> bool:
        """毎月1回 beside （第2日曜）, which says how many days these are."""
        start = self.at
        if not (found := self._take(tokens.COUNTED_DAYS)):
            return False
        if found["inside"]:
            names = Scanner(found["inside"]).names_alone()
            groups = names.groups if names else []
        elif found["days"]:
            end = self.at
            names = self._day_names()
            groups = names.groups if names else []
            self.at = end
        else:
            groups = (self.items[-1].groups or []) if self.items else []
        days = sum(len(each.weekdays) * (len(each.nth_weeks) or 1) for each in groups)
        by_week = any(each.nth_weeks for each in groups)
        if days != int(found["number"]) or by_week == bool(found["week"]):
            self._refuse(self.original[start:].split("\n")[0])
        return True

    def _weeks_alone(self) -> bool:
        """水曜日 第1・第3 10:00～12:00 第2・第4 14:00～16:00: weeks of the one day before them."""
        start = self.at
        found = self._take(tokens.WEEKS)
        if not found or not tokens.TIME.match(self.text, self.at):
            self.at = start
            return False
        item, weeks = self.items[-1] if self.items else None, tokens.read_weeks(found[0])
        days = merged[0] if item and len(merged := item.groups or []) == 1 else None
        if not item or not days or len(days.weekdays) != 1 or item.times_first:
            self._refuse(self.original[start : self.at])
        elif not item.spans and not days.nth_weeks:
            item.groups = [Days(days.weekdays, weeks)]
        elif item.spans and days.nth_weeks and not days.nth_weeks & weeks:
            self.items.append(Item(item.line, item.label, [Days(days.weekdays, weeks)]))
        else:
            self._refuse(self.original[start : self.at])
        return True

    def _if_holiday(self) -> bool:
        """木曜が祝日の場合は休み, which closes holidays where no other days are open."""
        start = self.at
        if not (found := self._take(tokens.CLOSED_IF_HOLIDAY)):
            return False
        part = self.original[start : self.at]
        if names := Scanner(found["behind"] or found["before"]).names_alone():
            self.closed_if_holiday.append((names, part))
        else:
            self._refuse(part)
        return True

    def _apply_departures(self) -> None:
        self._apply_closed_if_holiday()
        for names, part, change in self.departures:
            meant = [item for item in self.items if _holds(item, names)]
            if len(meant) != 1 or meant[0].departs or set(meant[0].remarks) - {"tentative"}:
                raise Unreadable(refusals.OF_WHICH.format(text=part))
            (item,) = meant
            try:
                spans = change(item.spans)
            except ValueError as error:
                raise Unreadable(f"「{part}」：{error}") from error
            if not spans:
                raise Unreadable(refusals.NO_HOURS.format(text=part))
            others = item.groups or []
            for days in names.groups:
                others = [left for each in others for left in without(each, days, "除く")]
            parts = [
                (item.groups, [span for span in item.spans if span in spans]),
                (others, [span for span in item.spans if span not in spans]),
                (names.groups, [span for span in spans if span not in item.spans]),
            ]
            place = self.items.index(item)
            self.items[place : place + 1] = [
                replace(
                    item,
                    groups=groups,
                    spans=times,
                    remarks=dict(item.remarks),
                    departs=groups is not others,
                )
                for groups, times in parts
                if groups and times
            ]

    def _apply_closed_if_holiday(self) -> None:
        for names, part in self.closed_if_holiday:
            if not all(_all_in(item.groups or [], names) for item in self.items):
                raise Unreadable(refusals.OF_WHICH.format(text=part))
            self._say({"opens_on_holidays": False})


def _holds(item: Item, names: Names) -> bool:
    """Whether the days are all some of an item's days."""
    return all(
        each.weekdays
        <= frozenset().union(
            *(
                group.weekdays
                for group in item.groups or ()
                if not group.nth_weeks or (each.nth_weeks and each.nth_weeks <= group.nth_weeks)
            )
        )
        for each in names.groups
    )


def _all_in(groups: list[Days], names: Names) -> bool:
    """Whether an item has no other days than these, and none on holidays only."""
    return all(
        not group.holidays
        and any(
            group.weekdays <= each.weekdays
            and (not each.nth_weeks or (group.nth_weeks and group.nth_weeks <= each.nth_weeks))
            for each in tokens.merged(names.groups)
        )
        for group in groups
    )


def _half(spans: Spans, half: str) -> Spans | None:
    """The times before noon or those after it; None where the times are not cut there."""
    before = [span for span in spans if span[0] < _NOON and span[1] <= _NOON + 60]
    after = [span for span in spans if span[0] >= _NOON]
    if not before or not after or len(before) + len(after) < len(spans):
        return None
    return before if half == "午前" else after


def _from(spans: Spans, first: str) -> Spans | None:
    """The times with another beginning; None where it falls between two of them."""
    if len(spans) > 1 and any(closes <= opens for opens, closes in spans):
        return None
    end = spans[-1][1]
    opens, _closes = read_span(first, end_text(*spans[-1]))
    by_noon = opens < _MORNING and opens + _NOON < end and not re.search(HALF, first)
    kept = [span for span in spans if len(spans) == 1 or opens < span[1]]
    if by_noon or (len(kept) < len(spans) and opens < kept[0][0]):
        return None
    return [(opens, kept[0][1]), *kept[1:]]


def _until(spans: Spans, last: str) -> Spans | None:
    """The times with another end; None where it falls between two of them."""
    overnight = "翌" in last or any(closes <= opens for opens, closes in spans)
    if overnight and len(spans) > 1:
        return None
    opens, closes = read_span(clock(spans[0][0]), last)
    if len(spans) == 1:
        return [(opens, closes)]
    kept = [span for span in spans if span[0] < closes]
    if len(kept) < len(spans) and closes > kept[-1][1]:
        return None
    return [*kept[:-1], (kept[-1][0], closes)]
