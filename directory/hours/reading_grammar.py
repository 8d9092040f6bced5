"""Grammar of hours in words: which days and times belong together, and what is said of them.

Days and times stand in pairs, in either order. Every letter must belong to a day, a time, a
remark or the words between them; a piece that does not is named in the refusal.
"""

import re
import unicodedata
from typing import Any

from directory.hours import reading_tokens as tokens
from directory.hours import refusals
from directory.hours.reading_items import Item, remark, validity
from directory.hours.reading_names import Names
from directory.hours.reading_remarks import Remarks
from directory.hours.reading_scanner import Scanner, Unreadable
from directory.hours.reading_statements import Said
from directory.hours.reading_times import MOST_RULES
from directory.hours.rules import OnHolidays, Rule


class Parser(Remarks):
    """Parser of one text, left to right."""

    def __init__(self, text: str):
        super().__init__(text)
        self.headings: set[str] = set()
        self.number = 0

    def read(self) -> tuple[tuple[Rule, ...], Said]:
        """The rules, and what is said of holidays and year end."""
        self._clauses()
        self._refuse_unused_label()
        if self.number == 1:
            self._refuse(self.original.strip())
        matters = self.headings | ({item.label for item in self.items} - {""})
        if self._speaks_of_two_matters():
            raise Unreadable(refusals.OF_WHICH_MATTER.format(text="」「".join(sorted(matters))))
        rules = self._rules()
        if self.text.strip() and not rules:
            self._refuse(self.original.strip())
        if len(rules) > MOST_RULES:
            raise Unreadable(refusals.TOO_LONG)
        return tuple(rules), self.said

    # Steps
    def _clauses(self) -> None:
        before_days = (
            *(self._numbered, self._label, self._shifted, self._if_holiday, self._counted),
            *(self._closing_days, self._unknown_year_end, self._heading, self._break),
            *(self._remark, self._validity),
        )
        days_and_times = (self._weeks_alone, self._names, self._times)
        steps = (*before_days, *days_and_times, self._bracket, self._particle)
        while self._skip() < len(self.text):
            if not any(step() for step in steps):
                self._refuse(self._piece())

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
            self._refuse_unused_label()
            self.label = ""
            self.label_reserved = False
        self.at = end
        return self._skip() if mark > 0 else self.at

    def _is_label(self) -> bool:
        kept = self.at, self.label, self.label_reserved, self.unused_label
        self.unused_label = ""
        found = self._label()
        self.at, self.label, self.label_reserved, self.unused_label = kept
        return found

    def _label(self) -> bool:
        """※司法書士による, 【電話】 or 面接相談： before days on the same line."""
        if self.brackets or tokens.HEADING.match(self.text, self.at):
            return False
        for pattern in tokens.LABELS:
            found = pattern.match(self.text, self.at)
            if found and not tokens.SAYS_MORE.search(found["label"]):
                self.label = self.original[found.start("label") : found.end("label")].strip()
                self._refuse_unused_label()
                if self.items:
                    self.items[-1].end_round_the_clock()
                self.unused_label = self.label
                self.label_reserved = bool(found.groupdict().get("reserved"))
                self.at = found.end()
                return True
        return False

    def _numbered(self) -> bool:
        """(1), ① or 1. before each part of the text, in order."""
        start = self.at
        found = None if self.brackets else self._take(tokens.NUMBER)
        if not found:
            return False
        begins = not self.text[:start].rpartition("\n")[2].strip()
        digits = found["inside"] or found["bare"]
        number = int(digits or unicodedata.numeric(self.original[start]))
        if (
            number != self.number + 1
            or (found["bare"] and not begins)
            or (self.items and number == 1)
        ):
            self._refuse(self.original[start:].split()[0])
        self._refuse_unused_label()
        self.number, self.label, self.label_reserved = number, "", False
        return True

    def _heading(self) -> bool:
        found = self._take(tokens.HEADING)
        if found and (of_times := tokens.HEADING_OF_TIMES.search(found[0])):
            self.headings.add(of_times[0])
        return bool(found)

    def _speaks_of_two_matters(self) -> bool:
        """受付時間：… 相談時間：…, or 受付：… beside rows with a label."""
        labels = {item.label for item in self.items} - {""}
        alone = "受付" in self.headings or not all(item.label for item in self.items)
        return len(self.headings) > 1 or bool(self.headings and labels and alone)

    def _particle(self) -> bool:
        # Two may meet (は、ただし); more stand in no sentence.
        if tokens.MANY_PARTICLES.match(self.text, self.at):
            return False
        if self.items and self.items[-1].spans and self._take(tokens.IS_OPEN):
            return True
        if not (found := self._take(tokens.PARTICLES)):
            return False
        if found[0] in tokens.HOWEVER:
            self.instead = found[0]
        return True

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
            # 休館日：月曜以外 may be a slip.
            found = tokens.IS_CLOSED.match(self.text, self.at)
            excepts = found and tokens.EXCEPTS.search(found["how"])
            if names.goes_on_with_open_days or excepts:
                part = self.original[start : found.end() if found and excepts else self.at]
                raise Unreadable(refusals.OPEN_OR_CLOSED.format(text=part))
            self._close(names, "休み", self.text[start : self.at])
            self._take(tokens.IS_CLOSED)
            self.said_at, self.said_how = self.at, "休み"
            self.closed_before_times = self.line
            return True
        self.at = start
        return False

    def _unknown_year_end(self) -> bool:
        if found := self._take(tokens.YEAR_END_UNKNOWN):
            self._say({"closes_at_year_end": None})
        return bool(found)

    # Days
    def _names(self) -> bool:
        """Days of an item, or days that are said to be closed or open as well."""
        start = self.at
        bracket = self._take(tokens.OPENING)
        names = self._day_names()
        if not names or (bracket and not self._take(tokens.CLOSING)):
            self.at = start
            return False
        if self._departs(names, start):
            self.instead = ""
            return True
        end = self.at
        found = self._take(tokens.IS_CLOSED)
        if found and self._heads_what_follows(found, start):
            found, self.at = None, end
        if found:
            how = "除く" if tokens.EXCEPTS.search(found["how"]) else found["how"]
            if self._is_exception_to_statement(names, start, how):
                raise Unreadable(refusals.OF_WHICH.format(text=self.original[start : self.at]))
            self.said_at, self.said_how = self.at, how
            self._close_all_or_part(names, how, self.original[start : self.at])
        elif self._take(tokens.IS_OPEN_TOO) or (
            not names.weekdays and self._take(tokens.IS_OPEN_THEN)
        ):
            part = self.original[start : self.at]
            if self._is_exception_to_statement(names, start, "も"):
                raise Unreadable(refusals.OF_WHICH.format(text=part))
            self.said_at, self.said_how = self.at, "も"
            self._open_too(names, part)
        elif names.year_end:
            self._refuse(self.original[start:].splitlines()[0])
        else:
            self._take(tokens.ONLY)
            if self.text[self.at : self.at + 1] == "は" or self.brackets:
                self.instead = self.instead or "は"
            self._days(names, self.original[start : self.at])
        self.instead = ""
        return True

    def _heads_what_follows(self, found: re.Match[str], start: int) -> bool:
        """Whether 休館日 of 9:00～17:00 月～金 休館日：土日 says nothing of the days before it."""
        follows = tokens.CLOSED_FOLLOWS.match(self.text, self.at)
        if not found[0].endswith("日") or not follows:
            return False
        if tokens.OPEN_FOLLOWS.match(self.text, self.at):
            part = self.original[start : self.at]
            raise Unreadable(refusals.OPEN_OR_CLOSED.format(text=part))
        return True

    def _is_exception_to_statement(self, names: Names, start: int, how: str) -> bool:
        """休館日：月曜日（祝日を除く）, 祝日も開館、ただし月曜は除く: days of which days?"""
        between = self.text[self.said_at : start] if self.said_at >= 0 else "-"
        directly = not re.sub(r"ただし|但し|[\s、。・(※]", "", between)
        if how == "も":
            # 月曜休館（祝日開館）: also where the holiday is a Monday?
            asked = self.instead in tokens.HOWEVER or not re.search("[、。\n]", between)
            return directly and asked and names.holidays and bool(self.closed)
        if self.instead in tokens.HOWEVER and self.said_how == "も":
            return directly
        if self.said_how in tokens.REMARKS and not names.weekdays:
            return False
        return directly and "除" in how and "除" not in self.said_how

    def _close_all_or_part(self, names: Names, how: str, part: str) -> None:
        """Take the weekdays of 月～金、祝日を除く as open, all of 水・祝日を除く as closed.

        水曜日 祝日を除く may be either, and is asked.
        """
        if self._close_beside(names, how):
            return
        lacks_days = not self.items or self.items[-1].groups is None
        followed = re.match(
            rf"(?:の|\s|、){{0,9}}{tokens.DAYS_BEGIN}", self.text[self.at : self.at + 20]
        )
        opened = names.open_before_closed(how) if lacks_days and not followed else 0
        if self.brackets and not lacks_days:
            opened = self._days_again(names, how)
        if opened is None or (not opened and names.leaves_out_weeks):
            raise Unreadable(refusals.OPEN_OR_CLOSED.format(text=part))
        if not opened:
            self._close(names, how, part)
            return
        closed = names.order[opened:]
        days = [each for each in closed if each]
        self._close(Names(days, year_end=None in closed), how, part)
        names.groups = [each for each in names.order[:opened] if each]
        if lacks_days:
            self._days(names, part)

    def _days_again(self, names: Names, how: str) -> int:
        """How many names of 平日（月～金、祝日を除く） are the open days before the bracket."""
        opened = names.open_before_closed(how) or 0
        before = [each for each in names.order[:opened] if each]
        same = list(tokens.merged(before)) == list(tokens.merged(self.items[-1].groups or []))
        return opened if same else 0

    def _days(self, names: Names, part: str) -> None:
        if names.whole_weeks:
            raise Unreadable(refusals.WEEKS_OF_WHICH.format(text=part))
        if names.repeats_some:
            self._refuse(part)
        if names.either:
            raise Unreadable(refusals.EITHER_DAY.format(text=part))
        item = self.items[-1] if self.items else None
        groups = names.groups
        if item and item.groups is None:
            if item.line != item.last_line == self.line:
                # 9:00～12:00 / 13:00～17:00 月～金, in two lines.
                raise Unreadable(refusals.TIMES_WITHOUT_DAYS.format(text=part))
            item.groups = groups
        elif item and self._says_again(names, item):
            return
        elif item and not item.complete:
            self._refuse_closed_behind()
            if (glued := self._glued()) and not tokens.TIME.match(self.text, self.at):
                # 祝日の場合は翌日
                self._refuse(part + glued)
            raise Unreadable(refusals.DAYS_WITHOUT_TIMES.format(text=part))
        else:
            self.items.append(self._new_item(groups=groups))

    def _says_again(self, names: Names, item: Item) -> bool:
        """Whether the days are those before them: 平日（月～金）, 9:00～17:00（月～金の平日）."""
        same = list(tokens.merged(names.groups)) == list(tokens.merged(item.groups or []))
        beside = bool(self.brackets) if item.times_first else not item.complete
        return same and beside and bool(self.brackets or names.working_days)

    # Brackets
    def _bracket(self) -> bool:
        """What stands in brackets: of the item before it, or of the window as a whole."""
        alone = not self.text[: self.at].rpartition("\n")[2].strip(" 、※")
        found = None if self.brackets > 1 else self._take(tokens.BRACKET)
        if not found:
            return False
        if not found["inside"].strip():
            self._refuse(found[0])
        remarks: dict[str, Any] = {}
        left: dict[str, str] = {}
        for part, written in self._parts_of(found):
            known = remark(part) or validity(part)
            remarks |= known or {}
            left |= {} if known else {part: written}
        last = list(left)[-1] if left else ""
        if tokens.CHANNEL.fullmatch(last) and self.items and not self.items[-1].label:
            self.items[-1].label = left.pop(last)
        if set(remarks) == {"by_reservation"} and not self.items:
            self.leading |= {"by_reservation": True, "label": self.label}
            remarks = {}
        if "by_reservation" in remarks:
            self._refuse_before_others(found.start())
        if remarks and (not self.items or (alone and len(self.items) > 1)):
            raise Unreadable(refusals.OF_WHICH.format(text=found[0]))
        followed = any(p.search(self.text, self.at) for p in (tokens.BRACKET, tokens.SPAN))
        of_item = not alone and (remarks or self.in_lines or followed)
        if of_item and self.items and "祝日も受付" in left:
            del left["祝日も受付"]
            remarks["on_holidays"] = OnHolidays.ALSO
        if remarks:
            self.items[-1].remarks |= remarks
        self._inside("、".join(left), "、".join(left.values()), found.start())
        return True

    def _inside(self, text: str, original: str, opened_at: int) -> None:
        outside = self.text, self.original, self.at, self.line
        directly = 0 <= self.said_at <= len(self.text) and opened_at == self.said_at
        said_at, self.said_at = self.said_at, 0 if directly else -1
        self.text, self.original = text, original
        self.at = 0
        self.brackets += 1
        self._clauses()
        self.brackets -= 1
        self.text, self.original, self.at, self.line = outside
        self.said_at = self.at if self.said_at > 0 else said_at
