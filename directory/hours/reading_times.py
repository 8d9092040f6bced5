"""Times of a text of hours: to which days they belong, and what breaks cut out of them."""

from itertools import pairwise
from typing import Any

from directory.hours import reading_tokens as tokens
from directory.hours import refusals
from directory.hours.clock import DAY
from directory.hours.reading_departures import Departures
from directory.hours.reading_items import Item, closed_and_open, without
from directory.hours.reading_names import EVERY_DAY, Names
from directory.hours.reading_scanner import Scanner, Unreadable
from directory.hours.reading_tokens import Days

MOST_RULES = 50


class Times(Departures):
    """The place within the text, and the times that are read there."""

    def __init__(self, text: str):
        super().__init__(text)
        self.in_lines = len([line for line in self.text.splitlines() if line.strip()]) > 1
        self.line = 0
        self.label = ""
        self.label_reserved = False
        # The label of no row so far, which must not be lost.
        self.unused_label = ""
        self.brackets = 0
        self.closed_before_times: int | None = None
        self.instead = ""

    def _new_item(self, **parts: Any) -> Item:
        if len(self.items) >= MOST_RULES:
            raise Unreadable(refusals.TOO_LONG)
        item = Item(self.line, self.label, instead=self.instead, **parts)
        self.unused_label = ""
        if self.label_reserved:
            item.remarks["by_reservation"] = True
        if self.leading.get("tentative"):
            item.remarks["tentative"] = self.leading.pop("tentative")
        return item

    def _refuse_unused_label(self) -> None:
        """Refuse 電話相談 of 月～金 9:00～17:00 ※電話相談 祝日は休み, which no row has."""
        if self.unused_label:
            raise Unreadable(refusals.OF_WHICH.format(text=self.unused_label))

    def _times(self) -> bool:
        start = self.at
        spans = self._spans()
        if not spans:
            return False
        part, end = self.original[start : self.at], self.at
        found = self._take(tokens.IS_CLOSED)
        if found and (found[0].endswith("日") or tokens.COLON.match(self.text, self.at)):
            # 9:00～17:00 休館日 月曜日: the heading of what follows.
            found, self.at = None, end
        if found or self._take(tokens.IS_BREAK):
            *opened, last = spans
            if opened and opened[-1][0] < last[0] and last[1] < opened[-1][1]:
                # 9:00～17:00 12:00～13:00は休み
                self._add(opened, part)
                spans = [last]
            self._cut_out(spans, part)
        elif self._take(tokens.IS_OPEN_TOO):
            self._add_times(spans, part)
        else:
            self._add(spans, part)
        self.instead = ""
        return True

    def _add(self, spans: list[tuple[int, int]], part: str) -> None:
        item = self.items[-1] if self.items else None
        if item and not item.spans and not item.label and self.unused_label:
            # 火曜日【面談】13:00～16:00
            item.label, self.unused_label = self.label, ""
            item.labelled_behind = True
        if item and item.groups is not None and not item.times_first:
            if item.spans and (of_others := self._days_in_brackets(item)):
                self.items.append(self._new_item(spans=list(spans), groups=of_others))
                return
            round_the_clock = spans == [(0, DAY)] and not item.labelled_behind
            if item.spans and round_the_clock and self.unused_label:
                # 月～金 9:00～17:00 LINEは24時間
                every_day = [Days(EVERY_DAY, daily=True)]
                self.items.append(self._new_item(spans=spans, groups=every_day))
                return
            if item.spans and (self.brackets or item.remarks):
                raise Unreadable(refusals.OF_WHICH.format(text=part))
            item.spans += spans
        elif item and item.groups is None:
            item.spans += spans
            item.last_line = self.line
        else:
            item = self._new_item(spans=list(spans), times_first=True)
            if self.closed_before_times == self.line and self.in_lines:
                raise Unreadable(refusals.TIMES_WITHOUT_DAYS.format(text=part))
            self.items.append(item)
        if any(one[1] > other[0] for one, other in pairwise(item.stretches)):
            raise Unreadable(refusals.TIMES_NOT_IN_ORDER.format(text=part))

    def _days_in_brackets(self, item: Item) -> list[Days] | None:
        """The days of 、10:00～15:00（祝日） where they are none of those that stand before."""
        end = self.at
        found = None if self.brackets else self._take(tokens.BRACKET)
        names = Scanner(found["inside"]).names_alone() if found else None
        if names and not names.year_end and not names.whole_weeks:
            apart = Item(self.line, groups=names.groups)
            holidays = any(each.holidays for each in item.groups or ()) and names.holidays
            if not item.meets(apart) and not holidays:
                return names.groups
        self.at = end
        return None

    def _break(self) -> bool:
        """昼休み12:00～13:00."""
        start = self.at
        found = self._take(tokens.BREAK)
        # 昼1時～5時 begins the times of a day.
        if found and (found[0].strip() != "昼" or bool(self.items and self.items[-1].spans)):
            spans = self._spans(of_noon=True)
            if spans:
                self._take(tokens.IS_CLOSED)
                self._cut_out(spans, self.original[start : self.at])
                return True
        self.at = start
        return False

    def _cut_out(self, gaps: list[tuple[int, int]], part: str) -> None:
        """12:00～13:00を除く, within the times of one item only."""
        for first, last in gaps:
            meant = [
                (item, span)
                for item in self.items
                for span in item.spans
                if span[0] < first < last < span[1]
            ]
            if not meant and self._is_gap(first, last):
                continue
            if len(meant) != 1:
                raise Unreadable(refusals.OF_WHICH.format(text=part))
            item, span = meant[0]
            place = item.spans.index(span)
            item.spans[place : place + 1] = [(span[0], first), (last, span[1])]

    def _is_gap(self, first: int, last: int) -> bool:
        """Whether the times of the one item leave out the break already."""
        spans = self.items[0].spans if len(self.items) == 1 else []
        return any(one[1] == first and other[0] == last for one, other in pairwise(spans))

    def _add_times(self, more: list[tuple[int, int]], part: str) -> None:
        """正午から午後1時も相談可, which closes a gap of the one item."""
        item = self.items[0] if len(self.items) == 1 else None
        for first, last in more:
            before = [span for span in item.spans if span[1] == first] if item else []
            after = [span for span in item.spans if span[0] == last] if item else []
            if not item or not (before and after):
                raise Unreadable(refusals.OF_WHICH.format(text=part))
            place = item.spans.index(before[0])
            item.spans[place : place + 2] = [(before[0][0], after[0][1])]

    def _close_beside(self, names: Names, how: str) -> bool:
        """Take 木曜 of 平日（木曜を除く） 9:00～17:00 from these days only: it may have its own."""
        item = self.items[-1] if self.items and self.brackets else None
        if not item or item.spans or how != "除く" or len(names.order) > 1:
            return False
        (closed,) = names.groups or [Days(frozenset())]
        if not closed.weekdays or names.whole_weeks or names.working_days:
            return False
        item.groups = [left for each in item.groups or [] for left in without(each, closed, how)]
        self.left_out |= closed.weekdays
        if not item.groups:
            raise closed_and_open(closed.weekdays)
        return True
