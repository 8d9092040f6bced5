"""Grammar of hours in words: which days and times belong together, and what is said of them.

Days and times stand in pairs, in either order. Every letter must belong to a day, a time, a
remark or the words between them; a piece that does not is named in the refusal.
"""

import re
from typing import Any

from directory.hours import reading_tokens as tokens
from directory.hours import refusals
from directory.hours.clock import DAY
from directory.hours.reading_items import Item, remark, validity
from directory.hours.reading_scanner import Names, Scanner, Unreadable
from directory.hours.reading_statements import Said, Statements
from directory.hours.rules import OnHolidays, Rule

MOST_RULES = 50


class Parser(Statements):
    """Parser of one text, left to right."""

    def __init__(self, text: str):
        super().__init__(text)
        self.in_lines = len([line for line in self.text.splitlines() if line.strip()]) > 1
        self.line = 0
        self.label = ""
        self.in_brackets = False
        self.closed_before_times: int | None = None

    def read(self) -> tuple[tuple[Rule, ...], Said]:
        """The rules, and what is said of holidays and year end."""
        self._clauses()
        rules = self._rules()
        if self.text.strip() and not rules:
            self._refuse(self.original.strip())
        if len(rules) > MOST_RULES:
            raise Unreadable(refusals.TOO_LONG)
        return tuple(rules), self.said

    # Steps
    def _clauses(self) -> None:
        steps = (
            *(
                self._label,
                self._shifted,
                self._closing_days,
                self._unknown_year_end,
                self._heading,
            ),
            *(self._break, self._remark, self._names, self._times, self._bracket, self._particle),
        )
        while self._skip() < len(self.text):
            if not any(step() for step in steps):
                self._refuse(re.split(r"[\s、。()※]", self.original[self.at :])[0])

    def _skip(self) -> int:
        if not (found := tokens.SEPARATORS.match(self.text, self.at)):
            return self.at
        # A label may begin with a mark that separates elsewhere.
        mark = found[0].find("※")
        end = found.end() if mark <= 0 else found.start() + mark
        if mark == 0 and self._is_label():
            return self.at
        if lines := self.text.count("\n", self.at, end):
            self.line += lines
            self.label = ""
        self.at = end
        return self._skip() if mark > 0 else self.at

    def _is_label(self) -> bool:
        start, label = self.at, self.label
        found = self._label()
        self.at, self.label = start, label
        return found

    def _label(self) -> bool:
        """※司法書士による, 【電話】 or 面接相談： before days on the same line."""
        if self.in_brackets or tokens.HEADING.match(self.text, self.at):
            return False
        for pattern in tokens.LABELS:
            found = pattern.match(self.text, self.at)
            if found and not tokens.SAYS_MORE.search(found["label"]):
                self.label = self.original[found.start("label") : found.end("label")].strip()
                self.at = found.end()
                return True
        return False

    def _heading(self) -> bool:
        return bool(self._take(tokens.HEADING))

    def _particle(self) -> bool:
        return bool(self._take(tokens.PARTICLES))

    def _shifted(self) -> bool:
        found = self._take(tokens.SHIFTED)
        if found:
            days = Scanner(found["days"]).days_alone()
            self._say({"shifted_closing_days": days})
            if found["how"] != "も":
                self.moves = days
        return bool(found)

    def _closing_days(self) -> bool:
        """休館日：月曜日、年末年始."""
        start = self.at
        if self._take(tokens.CLOSING_DAYS) and (names := self._day_names(closed=True)):
            self._close(names, "休み", self.text[start : self.at])
            self._take(tokens.IS_CLOSED)
            self.closed_before_times = self.line
            return True
        self.at = start
        return False

    def _unknown_year_end(self) -> bool:
        if found := self._take(tokens.YEAR_END_UNKNOWN):
            self._say({"closes_at_year_end": None})
        return bool(found)

    def _remark(self) -> bool:
        """年中無休, 要予約 and the like, outside of brackets."""
        if self._take(tokens.ALL_YEAR):
            self.all_year = True
            return True
        before = self.at
        bracket = self._take(tokens.OPENING)
        for name, pattern in tokens.REMARKS.items():
            if not (found := self._take(pattern)):
                continue
            if bracket and not self._take(tokens.CLOSING):
                break
            on_line = [item for item in self.items if item.line == self.line]
            alone = not self.text[:before].rpartition("\n")[2].strip(" 、※。・")
            meant = self.items if alone else on_line
            if name == "tentative" or not meant:
                self.leading |= {name: True, "line": self.line}
            elif len(meant) > 1:
                raise Unreadable(refusals.OF_WHICH.format(text=found[0]))
            else:
                meant[0].remarks[name] = True
            return True
        self.at = before
        return False

    # Days
    def _names(self) -> bool:
        """Days of an item, or days that are said to be closed or open as well."""
        start = self.at
        names = self._day_names()
        if not names:
            return False
        if found := self._take(tokens.IS_CLOSED):
            self._close(names, found["how"], self.text[start : self.at])
        elif self._take(tokens.IS_OPEN_TOO):
            self._open_too(names, self.text[start : self.at])
        elif names.year_end:
            self._refuse(self.original[start:].splitlines()[0])
        else:
            self._take(tokens.ONLY)
            self._days(names, self.original[start : self.at])
        return True

    def _days(self, names: Names, part: str) -> None:
        item = self.items[-1] if self.items else None
        groups = names.groups
        if item and item.groups is None:
            item.groups = groups
        elif item and not item.complete:
            same = list(tokens.merged(groups)) == list(tokens.merged(item.groups or []))
            if not (self.in_brackets and same):
                raise Unreadable(refusals.DAYS_WITHOUT_TIMES.format(text=part))
        else:
            self.items.append(self._new_item(groups=groups))

    def _new_item(self, **parts: Any) -> Item:
        item = Item(self.line, self.label, **parts)
        if self.leading.get("tentative"):
            item.remarks["tentative"] = self.leading.pop("tentative")
        return item

    # Times
    def _times(self) -> bool:
        start = self.at
        spans, whole = self._spans()
        if not spans:
            return False
        part, end = self.original[start : self.at], self.at
        found = self._take(tokens.IS_CLOSED)
        if found and found["how"].endswith("日"):
            # 9:00～17:00 休館日 月曜日: the heading of what follows.
            found, self.at = None, end
        if found:
            self._cut_out(spans, part)
        elif self._take(tokens.IS_OPEN_TOO):
            self._add_times(spans, part)
        else:
            self._add(spans, part, whole=whole)
        return True

    def _add(self, spans: list[tuple[int, int]], part: str, *, whole: bool) -> None:
        item = self.items[-1] if self.items else None
        if item and item.groups is not None and not item.times_first:
            if item.spans and (self.in_brackets or item.remarks):
                raise Unreadable(refusals.OF_WHICH.format(text=part))
            item.spans += spans
        elif item and item.groups is None and item.line == self.line:
            item.spans += spans
        elif item and item.groups is None:
            raise Unreadable(refusals.TIMES_WITHOUT_DAYS.format(text=part))
        else:
            item = self._new_item(spans=list(spans), times_first=True)
            if self.closed_before_times == self.line and self.in_lines:
                raise Unreadable(refusals.TIMES_WITHOUT_DAYS.format(text=part))
            self.items.append(item)
        ends = [close if close > opens else close + DAY for opens, close in item.spans]
        if any(opens < end for (opens, _), end in zip(item.spans[1:], ends, strict=False)):
            raise Unreadable(refusals.TIMES_NOT_IN_ORDER.format(text=part))

    def _break(self) -> bool:
        """昼休み12:00～13:00."""
        start = self.at
        if self._take(tokens.BREAK):
            spans, _whole = self._spans()
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
            if len(meant) != 1:
                raise Unreadable(refusals.OF_WHICH.format(text=part))
            item, span = meant[0]
            place = item.spans.index(span)
            item.spans[place : place + 1] = [(span[0], first), (last, span[1])]

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

    # Brackets
    def _bracket(self) -> bool:
        """What stands in brackets: of the item before it, or of the window as a whole."""
        alone = not self.text[: self.at].rpartition("\n")[2].strip(" 、※")
        found = None if self.in_brackets else self._take(tokens.BRACKET)
        if not found:
            return False
        remarks: dict[str, Any] = {}
        left: list[str] = []
        for part in filter(None, map(str.strip, found["inside"].split("、"))):
            known = remark(part) or validity(part)
            remarks |= known or {}
            left += [] if known else [part]
        if left and tokens.CHANNEL.fullmatch(left[-1]) and self.items and not self.items[-1].label:
            self.items[-1].label = left.pop()
        if remarks and (not self.items or (alone and len(self.items) > 1)):
            raise Unreadable(refusals.OF_WHICH.format(text=found[0]))
        followed = any(p.search(self.text, self.at) for p in (tokens.BRACKET, tokens.SPAN))
        of_item = not alone and (remarks or self.in_lines or followed)
        if of_item and self.items and "祝日も受付" in left:
            left.remove("祝日も受付")
            remarks["on_holidays"] = OnHolidays.ALSO
        if remarks:
            self.items[-1].remarks |= remarks
        self._inside("、".join(left))
        return True

    def _inside(self, text: str) -> None:
        outside = self.text, self.original, self.at, self.line
        self.text = self.original = text
        self.at, self.in_brackets = 0, True
        self._clauses()
        self.in_brackets = False
        self.text, self.original, self.at, self.line = outside
