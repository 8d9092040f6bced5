"""Comparison of a proposed change: each fact before, now and as proposed, in words."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from directory.facts.apply import shown_window
from directory.facts.diff import changed_names, display_value, label_of
from directory.models import WindowVersion
from platform_members.models import ListingUpdate
from platform_members.proposals import PROPOSABLE, nothing

# Numbers and words of Latin letters change as a whole, Japanese letter by letter.
_TOKEN = re.compile(r"[0-9０-９:：\-]+|[A-Za-z]+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """Piece of a text: equal on both sides, or not."""

    text: str
    differs: bool


@dataclass(frozen=True)
class DiffRow:
    """Compared fact: its words when the member began, now, and as proposed."""

    name: str
    label: str
    before: str
    old: list[Piece]
    new: list[Piece]
    is_conflict: bool


def rows(update: ListingUpdate, current: dict) -> list[DiffRow]:
    """Changes of an update, in the order of the form; `current` are the window's facts now."""
    conflicts = update.conflicts_with(current)
    proposed = current | update.facts
    return [
        _row(name, current, proposed, update.base_facts, is_conflict=name in conflicts)
        for name in update.changed_names
    ]


def outcome(update: ListingUpdate) -> list[DiffRow]:
    """Facts that an update has changed, or would change; without staff's own edits."""
    if update.result is None:
        return _rows(update.base_facts, update.facts)
    replaced = WindowVersion.objects.before(update.result)
    return _rows(replaced.facts if replaced else nothing(), update.result.facts)


def overridden(update: ListingUpdate) -> list[DiffRow]:
    """Proposed facts that were published with another value: the proposal and the result."""
    if update.result is None:
        return []
    return _rows(update.facts, update.result.facts, among=update.changed_names)


def hours_difference(current: dict, proposed: dict) -> DiffRow | None:
    """Hours as residents read them, now and as proposed; None where they are equal."""
    now, then = (shown_window(facts).printed_hours for facts in (current, proposed))
    label = _("住民が読む受付日時")
    return None if now == then else DiffRow("", label, "", *pieces_of(now, then), False)


def _rows(old: dict, new: dict, among: Collection[str] = PROPOSABLE) -> list[DiffRow]:
    return [_row(name, old, new) for name in changed_names(old, new) if name in among]


def _row(
    name: str, old: dict, new: dict, before: dict | None = None, is_conflict: bool = False
) -> DiffRow:
    pieces = pieces_of(display_value(name, old), display_value(name, new))
    began_with = display_value(name, before) if before is not None else ""
    return DiffRow(name, label_of(name), began_with, *pieces, is_conflict)


def pieces_of(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts cut where they differ."""
    olds, news = _TOKEN.findall(old), _TOKEN.findall(new)
    left, right = [], []
    for tag, a, b, c, d in SequenceMatcher(None, olds, news).get_opcodes():
        if a < b:
            left.append(Piece("".join(olds[a:b]), tag != "equal"))
        if c < d:
            right.append(Piece("".join(news[c:d]), tag != "equal"))
    return left, right
