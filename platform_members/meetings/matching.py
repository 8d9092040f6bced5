"""Matching of a list with meetings, and its changes. Pure.

A meeting is known again by its number within the fiscal year; without a number by its date and
agenda or start. What a list does not say stays as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time

from django.utils.translation import gettext as _

from directory.fields import column_of, longest_of
from directory.text.days import day_words
from directory.text.folding import lookup_key
from platform_members import fiscal_years
from platform_members.meetings.table import ListedMeeting
from platform_members.models import Meeting
from platform_members.rounds.sheets.comparing import ComparedCell

# What a list may say of a meeting, in the order in which it is shown.
FIELDS = [
    "number",
    "date",
    "starts",
    "ends",
    "kind",
    "agenda",
    "place",
    "organisations",
    "counterparts",
    "note",
]


@dataclass(frozen=True)
class ComparedMeeting:
    """Row with its meeting, if any, and the values to be written."""

    listed: ListedMeeting
    meeting: Meeting | None
    before: dict
    after: dict
    cells: list[ComparedCell]
    fault: str = ""

    @property
    def is_new(self) -> bool:
        """Whether there is no such meeting yet."""
        return self.meeting is None

    @property
    def is_changed(self) -> bool:
        """Whether a meeting that is there would be another one."""
        return not self.is_new and self.before != self.after


class Matching:
    """Matcher: existing meetings, and organisations by name."""

    def __init__(self, meetings: Iterable[Meeting], organisations: dict[int, str]):
        self.meetings = list(meetings)
        self.names = organisations
        self.keys = {lookup_key(name): key for key, name in organisations.items()}

    def compare(self, listed: Iterable[ListedMeeting]) -> list[ComparedMeeting]:
        """Compare each row with the meeting that it means; a row may carry a fault."""
        compared: list[ComparedMeeting] = []
        rows: dict[int | tuple, str] = {}
        for each in listed:
            found = self._candidates(each)
            meeting = found[0] if len(found) == 1 else None
            result = self._compared(each, meeting)
            fault = result.fault
            if len(found) > 1:
                fault = _("同じ日に、よく似た会議が%d件あります。番号を付けて区別してください。")
                fault %= len(found)
            own = meeting.pk if meeting else _identity(each)
            if own in rows:
                fault = _("%sと同じ会議です。どちらかを消してください。") % rows[own]
            rows.setdefault(own, each.row)
            compared.append(replace(result, fault=fault))
        return compared

    def _candidates(self, listed: ListedMeeting) -> list[Meeting]:
        """The meetings that a row may mean: one, none, or too many."""
        day = date.fromisoformat(listed.values["date"])
        year, number = fiscal_years.fiscal_year_of(day), listed.values.get("number")
        if number is not None:
            same = [
                each
                for each in self.meetings
                if each.number == number and fiscal_years.fiscal_year_of(each.date) == year
            ]
            if same:
                on_the_day = [each for each in same if each.date == day]
                return on_the_day if len(on_the_day) == 1 else same
        that_day = [
            each
            for each in self.meetings
            if each.date == day and (number is None or each.number is None)
        ]
        agenda = lookup_key(listed.values["agenda"])
        by_agenda = [each for each in that_day if lookup_key(each.agenda) == agenda]
        starts = listed.values.get("starts")
        by_start = [each for each in that_day if starts and _plain(each.starts) == starts]
        both = [each for each in by_agenda if each in by_start]
        return both or by_agenda or by_start

    def _compared(self, listed: ListedMeeting, meeting: Meeting | None) -> ComparedMeeting:
        before = snapshot(meeting) if meeting else {}
        after = (before or {name: None for name in FIELDS}) | listed.values
        if not meeting:
            after |= {"kind": listed.values.get("kind", listed.guessed_kind), "note": ""}
            after |= {"organisations": [], "counterparts": "", "place": after["place"] or ""}
        if listed.counterparts:
            known = {part: self.keys.get(lookup_key(part)) for part in listed.counterparts}
            after["organisations"] = sorted({key for key in known.values() if key})
            after["counterparts"] = "、".join(part for part, key in known.items() if not key)
        if listed.doubt and listed.doubt not in after["note"]:
            after["note"] = "\n".join(filter(None, [after["note"], listed.doubt]))
        cells = [
            ComparedCell(
                str(column_of(Meeting, name).verbose_name),
                self._display_value(name, before.get(name)),
                self._display_value(name, after[name]),
            )
            for name in FIELDS
        ]
        told = [cell for cell in cells if cell.old or cell.new]
        return ComparedMeeting(listed, meeting, before, after, told, _impossible(after))

    def _display_value(self, name: str, value) -> str:
        """A value as people read it."""
        if value in (None, "", []):
            return ""
        if name == "date":
            return day_words(date.fromisoformat(value), "weekday")
        if name == "kind":
            return str(Meeting.Kind(value).label)
        if name == "organisations":
            return "、".join(self.names.get(key, "") for key in value)
        return value.lstrip("0") if name in ("starts", "ends") and value[1] != ":" else str(value)


def snapshot(meeting: Meeting) -> dict:
    """Values of a meeting as JSON; needs its organisations."""
    values = {name: _plain(getattr(meeting, name)) for name in FIELDS if name != "organisations"}
    return values | {"organisations": sorted(each.pk for each in meeting.organisations.all())}


def fingerprint(compared: Iterable[ComparedMeeting]) -> str:
    """A text that is another one as soon as any meeting to be changed has changed."""
    seen = [(each.meeting and each.meeting.pk, each.before, each.after) for each in compared]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def _plain(value):
    """A field's value as JSON holds it: 2026-12-13, 09:30."""
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else value


def _identity(listed: ListedMeeting) -> tuple:
    """Key by which two rows of a list are one new meeting."""
    values = listed.values
    if "number" in values:
        return (fiscal_years.fiscal_year_of(date.fromisoformat(values["date"])), values["number"])
    return values["date"], values.get("starts"), lookup_key(values["agenda"])


def _impossible(after: dict) -> str:
    """Reason why a meeting cannot be saved with these values; "" where it can."""
    if after["ends"] and not (after["starts"] and after["starts"] < after["ends"]):
        return _("終わりの時刻が、始まりの時刻より後になりません。")
    longest = longest_of(Meeting, "counterparts")
    if len(after["counterparts"]) > longest:
        return _("相手が長すぎます。%d文字までにしてください。") % longest
    return ""
