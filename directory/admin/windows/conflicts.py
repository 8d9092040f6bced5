"""Conflicts between two clerks who edit one window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from directory.facts.diff import changes, display_value

THEIRS, MINE = "theirs", "mine"
CHOICE = "choose-"


@dataclass(frozen=True)
class Question:
    """Field in conflict: its three texts, and the choice between two of them."""

    name: str
    label: str
    before: str
    theirs: str
    mine: str
    chosen: str

    @property
    def field(self) -> str:
        """The name of its radio buttons."""
        return f"{CHOICE}{self.name}"

    @property
    def is_answered(self) -> bool:
        """Whether one of the two was chosen."""
        return self.chosen in (THEIRS, MINE)


def questions(before: dict, theirs: dict, mine: dict, sent: Mapping[str, str]) -> list[Question]:
    """Fields that another clerk has changed to a value other than the typed one.

    Where nothing was typed, the other clerk's change is preselected; where both changed the field,
    no choice is, so that nothing is overwritten unread.
    """
    found = []
    for change in changes(before, theirs):
        name = change.name
        if mine[name] == theirs[name]:
            continue
        proposed = THEIRS if mine[name] == before[name] else ""
        chosen = sent.get(f"{CHOICE}{name}", proposed)
        typed = display_value(name, mine)
        found.append(Question(name, change.label, change.old, change.new, typed, chosen))
    return found


def merged(mine: dict, theirs: dict, asked: list[Question]) -> dict:
    """Typed values, with the other clerk's where those were chosen."""
    return mine | {each.name: theirs[each.name] for each in asked if each.chosen == THEIRS}
