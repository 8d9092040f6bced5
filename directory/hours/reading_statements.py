"""Statements on the whole window: closed days, holidays, the year end, all the year round."""

import re
from dataclasses import replace
from typing import Any, TypedDict

from directory.hours import reading_tokens as tokens
from directory.hours import refusals
from directory.hours.clock import DAY
from directory.hours.reading_items import Item, closed_and_open, without
from directory.hours.reading_names import EVERY_DAY, WEEKEND, WORKING_DAYS, Names
from directory.hours.reading_scanner import Scanner, Unreadable
from directory.hours.reading_tokens import Days
from directory.hours.rules import OnHolidays, Rule

# 土・日 祝日も開設: are those the days, and holidays too, or are they days besides others?
HOLIDAYS_APART = re.compile(r"\s(?:国民の)?祝")
# Said of a holiday that falls on one of the days, as rows are written out.
AS_WRITTEN_OUT = re.compile("^[^も]*祝日も受付$|休まず|通常|平常")


class Said(TypedDict, total=False):
    """Those of a schedule's fields of which a text may speak."""

    opens_on_holidays: bool
    closes_at_year_end: bool | None
    shifted_closing_days: frozenset[int]


class Statements(Scanner):
    """The rows of a text so far, and what it says of all of them."""

    def __init__(self, text: str):
        super().__init__(text)
        self.items: list[Item] = []
        self.leading: dict[str, Any] = {}
        self.closed: list[tuple[Days, str]] = []
        # Days that were taken from the days beside them only: 平日（木曜を除く）.
        self.left_out: frozenset[int] = frozenset()
        self.closed_on_working_days = False
        self.all_year = False
        self.moves: frozenset[int] | None = None
        self.open_too: frozenset[int] = frozenset()
        # 祝日も開館: of which days, where the rows are of the weekend?
        self.also_on_holidays = ""
        self.said: Said = {}

    def _say(self, facts: Said) -> None:
        if (facts | self.said) != (self.said | facts):
            raise Unreadable(refusals.CONTRADICTION)
        self.said |= facts

    def _close(self, names: Names, how: str, part: str) -> None:
        if names.working_days and "除" not in how and names.groups == [Days(WORKING_DAYS)]:
            # 土日 9:00～17:00（平日は休み）: says only what the rows say already.
            self.closed_on_working_days = True
            return
        if names.working_days or any(each.daily for each in names.groups):
            self._refuse(part)
        if names.year_end:
            self._say({"closes_at_year_end": True})
        if names.holidays:
            self._say({"opens_on_holidays": False})
        self.closed += [(each, how) for each in tokens.merged(names.groups) if each.weekdays]

    def _open_too(self, names: Names, part: str) -> None:
        """土日も実施, 祝日・年末年始も受付."""
        if names.by_week or names.working_days:
            self._refuse(part)
        if names.year_end:
            self._say({"closes_at_year_end": False})
        if names.holidays:
            self._say({"opens_on_holidays": True})
            if not AS_WRITTEN_OUT.search(part):
                self.also_on_holidays = part
        self.open_too |= names.weekdays
        known = {day for item in self.items for each in item.groups or () for day in each.weekdays}
        if names.weekdays and not known and HOLIDAYS_APART.search(part):
            raise Unreadable(refusals.OF_WHICH.format(text=part))
        if names.weekdays <= known or not self.items:
            return
        if len(self.items) != 1 or not self.items[0].spans:
            raise Unreadable(refusals.OF_WHICH.format(text=part))
        item = self.items[0]
        if item.groups is None and names.weekdays >= WEEKEND:
            item.groups = [Days(EVERY_DAY, daily=True)]
        elif item.groups is None or any(each.nth_weeks for each in item.groups):
            self._refuse(part)
        else:
            item.groups.append(Days(names.weekdays))

    def _rules(self) -> list[Rule]:
        """The rows, once all is read."""
        for item in self.items:
            self._complete(item)
        self._check_open_days()
        self._apply_departures()
        self._put_instead()
        self._leave_out_closed_days()
        self._leading_remarks()
        self._all_year()
        rules = list(dict.fromkeys(rule for item in self.items for rule in item.rules()))
        return rules + self._holidays_of_moved_closing(rules)

    def _complete(self, item: Item) -> None:
        """Refuse an item without times; give days to times that need none."""
        if not item.spans:
            raise Unreadable(refusals.DAYS_WITHOUT_TIMES.format(text=self.original.strip()))
        if item.groups is None:
            weekly = any(not days.nth_weeks for days, _how in self.closed)
            whole_days = item.spans == [(0, DAY)]
            daily = weekly or self.all_year or whole_days or self.open_too >= WEEKEND
            if not daily or len(self.items) > 1:
                raise Unreadable(refusals.TIMES_WITHOUT_DAYS.format(text=self.original.strip()))
            item.groups = [Days(EVERY_DAY, daily=True)]

    def _check_open_days(self) -> None:
        """Refuse 土日も開館 beside rows without them, and 平日は休み beside rows with them."""
        known = {day for item in self.items for each in item.groups or () for day in each.weekdays}
        if not self.open_too <= known:
            raise Unreadable(refusals.OF_WHICH.format(text=self.original.strip()))
        if self.also_on_holidays and known == WEEKEND:
            raise Unreadable(refusals.HOLIDAYS_OF_WEEKEND.format(text=self.also_on_holidays))
        if self.closed_on_working_days and known & WORKING_DAYS:
            raise closed_and_open(frozenset(known & WORKING_DAYS))

    def _apply_departures(self) -> None:
        """Change rows and statements by what `Departures` has read."""

    def _put_instead(self) -> None:
        """Give the days of ただし、水曜日は13:00～17:00 no other times."""
        for place, item in enumerate(self.items):
            for before in self.items[:place] if item.instead else []:
                if not before.meets(item):
                    continue
                if item.instead == "は" and not before.overlaps(item):
                    raise Unreadable(refusals.INSTEAD_OR_TOO.format(text=self.original.strip()))
                for days in item.groups or []:
                    before.groups = [
                        left for each in before.groups or [] for left in without(each, days, "除く")
                    ]
                if not before.groups:
                    raise Unreadable(refusals.INSTEAD_OR_TOO.format(text=self.original.strip()))

    def _leave_out_closed_days(self) -> None:
        closed_weekly = frozenset().union(*(d.weekdays for d, _ in self.closed if not d.nth_weeks))
        if both := (closed_weekly | self.left_out) & self.open_too:
            raise closed_and_open(both)
        for days, how in self.closed:
            for item in self.items:
                item.groups = [
                    left for group in item.groups or [] for left in without(group, days, how)
                ]
        if self.closed and not all(
            any(each.weekdays or each.holidays for each in item.groups or []) for item in self.items
        ):
            raise closed_and_open(frozenset().union(*(days.weekdays for days, _ in self.closed)))

    def _leading_remarks(self) -> None:
        """要予約 before the days: of the one item that there is."""
        if "by_reservation" in self.leading:
            if len(self.items) != 1 or self.leading["label"] not in ("", self.items[0].label):
                raise Unreadable(refusals.OF_WHICH.format(text="要予約"))
            self.items[0].remarks["by_reservation"] = True
        if self.leading.get("tentative"):
            self._refuse("原則")
        if dates := {key: day for key, day in self.leading.items() if key.startswith("valid")}:
            if len(self.items) != 1:
                raise Unreadable(refusals.OF_WHICH.format(text=self.original.split()[0]))
            self.items[0].remarks |= dates

    def _all_year(self) -> None:
        if not self.all_year:
            return
        weekdays = {
            day for item in self.items for each in item.groups or () for day in each.weekdays
        }
        if weekdays != EVERY_DAY:
            raise Unreadable(refusals.NOT_ALL_YEAR)
        # What is said of the year end itself counts: 年中無休（年末年始を除く）.
        year: Said = {"opens_on_holidays": True, "closes_at_year_end": False}
        self.said = year | self.said

    def _holidays_of_moved_closing(self, rules: list[Rule]) -> list[Rule]:
        """The rows for holidays, without which a closing day cannot move away from one.

        「翌平日が休み」 means that the window is open on the holiday; 「翌平日も休み」 that it is
        closed on both.
        """
        for_holidays = any(rule.on_holidays is OnHolidays.ONLY for rule in rules)
        if self.moves is None:
            if self.said.get("shifted_closing_days") and for_holidays:
                raise Unreadable(refusals.MOVES_OR_BOTH)
            return []
        if for_holidays:
            return []
        alike = {replace(r, weekdays=frozenset(), opens=0, closes=DAY) for r in rules}
        spans = {tuple(sorted(item.spans)) for item in self.items}
        plain = alike == {Rule(frozenset(), 0, DAY)}
        if not (self.said.get("opens_on_holidays") and plain and len(spans) == 1):
            raise Unreadable(refusals.MOVES_WITHOUT_HOLIDAYS)
        return [
            Rule(frozenset(), opens, closes, on_holidays=OnHolidays.ONLY)
            for opens, closes in self.items[0].spans
        ]
