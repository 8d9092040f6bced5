"""Parser of hours in words, as the booklet prints them or a clerk writes them, into rules.

The inverse of `wording.printed`. What cannot be understood is refused, never guessed.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from directory.hours import refusals
from directory.hours.clock import DAY
from directory.hours.dates import DATE, read_date
from directory.hours.reading_tokens import (
    BRACKET,
    CLOSED,
    DAYS,
    LABEL,
    SEPARATORS,
    SHIFTED,
    SPANS,
    YEAR_END_PERIOD,
    Days,
    read_days,
    read_spans,
    same_length,
)
from directory.hours.rules import OnHolidays, Rule, Schedule
from directory.hours.wording import daily_days, printed
from directory.hours.words import ja

LONGEST_TEXT = 2000


class Said(TypedDict, total=False):
    """Those of a schedule's fields of which a text may speak."""

    opens_on_holidays: bool
    closes_at_year_end: bool | None
    shifted_closing_days: frozenset[int]


class _Remarks(TypedDict, total=False):
    """Those of a rule's fields of which a text may speak beside its days and times."""

    by_reservation: bool
    tentative: bool
    on_holidays: OnHolidays
    valid_from: date | None
    valid_until: date | None


_EVERY_DAY = frozenset(range(7))
_REMARKS: dict[str, _Remarks] = {
    "要予約": {"by_reservation": True},
    "予約制": {"by_reservation": True},
    "原則": {"tentative": True},
}
_SAID: dict[str, Said] = {
    "祝日も受付": {"opens_on_holidays": True},
    "祝日も開設": {"opens_on_holidays": True},
    "年末年始も受付": {"closes_at_year_end": False},
    "祝日・年末年始も受付": {"opens_on_holidays": True, "closes_at_year_end": False},
    "年末年始は不明": {"closes_at_year_end": None},
    "年中無休": {"opens_on_holidays": True, "closes_at_year_end": False},
}


class Unreadable(ValueError):
    """Hours in words that cannot be read with certainty; the text says so to a clerk."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: its rules, and what it says of holidays and year end."""

    rules: tuple[Rule, ...]
    said: Said

    @property
    def schedule(self) -> Schedule:
        """What the text means where nothing else is known, by the booklet's own preface.

        Weekdays mean closed on holidays and at year end; every day means open on them.
        """
        bare = Schedule(self.rules)
        daily = daily_days(bare) is not None
        inherits = all(rule.on_holidays is OnHolidays.INHERIT for rule in self.rules)
        silent: Said = {
            "opens_on_holidays": daily and inherits,
            "closes_at_year_end": None if daily else True,
            "shifted_closing_days": frozenset(),
        }
        return replace(bare, **(silent | self.said))


def read(text: str) -> Reading:
    """Read hours in words; nothing but blanks is no rule. Raises Unreadable."""
    if len(text) > LONGEST_TEXT:
        raise Unreadable(refusals.TOO_LONG)
    return _Reader(text).read()


def in_rows(schedule: Schedule) -> str:
    """The hours with all that `read` needs to give the same rules, one a line."""
    if not schedule.known:
        return ""
    lines = [row_text(rule) for rule in schedule.rules]
    said = ["祝日も受付" if schedule.opens_on_holidays else "祝日は休み"]
    said.append(
        {True: "年末年始は休み", False: "年末年始も受付", None: "年末年始は不明"}[
            schedule.closes_at_year_end
        ]
    )
    lines.append(ja.brackets(said))
    if schedule.shifted_closing_days:
        lines.append(ja.closed_after_holidays(schedule.shifted_closing_days))
    return "\n".join(lines)


def in_full(schedule: Schedule) -> str:
    """Regular hours in the booklet's words where these say all, else row by row; "" for none."""
    text = printed(schedule)
    if not text:
        return ""
    try:
        again = read(text).schedule
    except Unreadable:
        return in_rows(schedule)
    # The year end has a field of its own, so that it need not be in the text.
    said = (set(again.rules), again.opens_on_holidays, again.shifted_closing_days)
    meant = (set(schedule.rules), schedule.opens_on_holidays, schedule.shifted_closing_days)
    return text if said == meant else in_rows(schedule)


def row_text(rule: Rule) -> str:
    """One row of hours with all that it says itself, and nothing that the window decides."""
    label = f"※{rule.label} " if rule.label else ""
    days = ja.days(rule.weekdays) if rule.weekdays else ja.holidays
    remarks = []
    if rule.valid_from or rule.valid_until:
        remarks.append(ja.validity(rule.valid_from, rule.valid_until))
    if rule.by_reservation:
        remarks.append(ja.by_reservation)
    if rule.on_holidays is OnHolidays.ALSO:
        remarks.append(ja.also_on_holidays)
    span = ja.span(rule.opens, rule.ends)
    line = ja.line(ja.weeks(rule.nth_weeks) + days, span, remarks, tentative=rule.tentative)
    return label + line


class _Reader:
    """Parser of one text, left to right; the rules of an item stay open until its brackets end."""

    def __init__(self, text: str):
        self.original = unicodedata.normalize("NFC", text)
        self.text = same_length(self.original)
        self.in_lines = len([line for line in self.text.splitlines() if line.strip()]) > 1
        self.at = 0
        self.items: list[list[Rule]] = []
        self.every_day: list[list[Rule]] = []
        self.closed: set[int] = set()
        self.said: Said = {}

    def read(self) -> Reading:
        steps = (self._shifted, self._closed, self._item, self._bracket, self._remark)
        while self._skip() < len(self.text):
            if not any(step() for step in steps):
                self._refuse(self.original[self.at :].splitlines()[0])
        self._leave_out_closed_days()
        rules = tuple(rule for item in self.items for rule in item)
        if self.text.strip() and not rules:
            self._refuse(self.original)
        return Reading(rules, self.said)

    def _skip(self) -> int:
        self._take(SEPARATORS)
        return self.at

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        if found := pattern.match(self.text, self.at):
            self.at = found.end()
        return found

    def _refuse(self, part: str) -> None:
        raise Unreadable(refusals.NO_HOURS.format(text=part))

    def _say(self, facts: Said) -> None:
        if (facts | self.said) != (self.said | facts):
            raise Unreadable(refusals.CONTRADICTION)
        self.said |= facts

    def _shifted(self) -> bool:
        if found := self._take(SHIFTED):
            days = read_days(found["days"])
            if days.holidays or days.nth_weeks:
                self._refuse(found[0])
            self._say({"shifted_closing_days": days.weekdays})
        return found is not None

    def _closed(self) -> bool:
        """土日祝は休み: weekdays that must not be open elsewhere, holidays, the year end."""
        if found := self._take(CLOSED):
            names = found["names"] or found["names_after"]
            if re.search(f"年末年始|{YEAR_END_PERIOD}", names):
                self._say({"closes_at_year_end": True})
                names = re.sub(f"年末年始|{YEAR_END_PERIOD}", "", names)
            days = read_days(names)
            if days.nth_weeks:
                self._refuse(found[0])
            if days.holidays:
                self._say({"opens_on_holidays": False})
            self.closed |= days.weekdays
        return found is not None

    def _item(self) -> bool:
        """One list of days with its times, and what stands before them."""
        start = self.at
        label = self._take(LABEL)
        tentative = bool(self._take(re.compile(r"原則(?:として)?[、,\s]*")))
        found = self._take(DAYS)
        self._take(re.compile(r"[\s、:]*"))
        spans = self._take(SPANS)
        if not spans or not (found or re.fullmatch("24時間", spans[0])):
            self.at = start
            return False
        days = read_days(found[0]) if found else Days(_EVERY_DAY, daily=True)
        shared = Rule(days.weekdays, 0, DAY, nth_weeks=days.nth_weeks, tentative=tentative)
        if label:
            shared = replace(shared, label=self.original[label.start("label") : label.end("label")])
        item = []
        for opens, closes in self._spans(spans[0]):
            if days.weekdays:
                item.append(replace(shared, opens=opens, closes=closes))
            if days.holidays:
                only = replace(
                    shared, weekdays=frozenset(), nth_weeks=frozenset(), opens=opens, closes=closes
                )
                item.append(replace(only, on_holidays=OnHolidays.ONLY))
        self.items.append(item)
        if days.daily:
            self.every_day.append(item)
        return True

    def _spans(self, text: str) -> list[tuple[int, int]]:
        try:
            return read_spans(text)
        except ValueError as error:
            raise Unreadable(f"「{text}」：{error}") from error

    def _bracket(self) -> bool:
        """What stands in brackets: of the item before it, or of the window as a whole."""
        alone = not self.text[: self.at].rpartition("\n")[2].strip(" 、")
        found = self._take(BRACKET)
        if not found:
            return False
        remarks: _Remarks = {}
        left: list[str] = []
        for part in filter(None, map(str.strip, found["inside"].split("、"))):
            known = _REMARKS.get(part) or _validity(part)
            remarks |= known or {}
            left += [] if known else [part]
        if remarks and (not self.items or (alone and len(self.items) > 1)):
            self._refuse(found[0])
        followed = BRACKET.match(self.text, self.at) or SPANS.search(self.text, self.at)
        of_item = not alone and (remarks or self.in_lines or followed)
        if of_item and self.items and "祝日も受付" in left:
            left.remove("祝日も受付")
            remarks["on_holidays"] = OnHolidays.ALSO
        self._mark(remarks)
        self._departures(found[0], "、".join(left))
        return True

    def _mark(self, remarks: _Remarks) -> None:
        """Let remarks hold for the last item."""
        if remarks:
            self.items[-1][:] = [replace(rule, **remarks) for rule in self.items[-1]]

    def _departures(self, bracket: str, text: str) -> None:
        """Read what a bracket says of the whole window."""
        inner = _Reader(text)
        while inner._skip() < len(inner.text):
            if not (inner._closed() or inner._remark()):
                self._refuse(bracket)
        self._say(inner.said)
        self.closed |= inner.closed

    def _remark(self) -> bool:
        """年中無休, 要予約 and the like, outside of brackets."""
        for words in (*_SAID, *_REMARKS):
            if self.text.startswith(words, self.at) and (words in _SAID or self.items):
                self.at += len(words)
                self._say(_SAID.get(words, {}))
                self._mark(_REMARKS.get(words, {}))
                return True
        return False

    def _leave_out_closed_days(self) -> None:
        for item in self.items:
            for index, rule in enumerate(item):
                open_days = rule.weekdays - self.closed
                if any(item is each for each in self.every_day):
                    item[index] = replace(rule, weekdays=open_days)
                elif open_days != rule.weekdays:
                    raise Unreadable(refusals.CLOSED_AND_OPEN)


def _validity(text: str) -> _Remarks | None:
    """2026年4月1日～2026年9月30日, …から, …まで; None for anything else."""
    found = re.fullmatch(rf"(?P<first>{DATE})?\s*(?:～|から)\s*(?P<last>{DATE})?(?:まで)?", text)
    until = re.fullmatch(rf"(?P<first>)(?P<last>{DATE})まで", text)
    if not (span := found or until):
        return None
    first, last = span["first"], span["last"]
    return {"valid_from": _day(first), "valid_until": _day(last)} if first or last else None


def _day(text: str | None) -> date | None:
    try:
        return read_date(text) if text else None
    except ValueError as error:
        raise Unreadable(str(error)) from error
