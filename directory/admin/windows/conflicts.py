"""Two clerks in one window: what the second must decide of the first's changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from directory.facts.diff import changes, display_value

THEIRS, MINE = "theirs", "mine"
CHOICE = "choose-"


@dataclass(frozen=True)
class Question:
    """One field that somebody else has changed: three texts, and which of two shall stand."""

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
    """What the second clerk must decide: where the first's change is not what was typed.

    Where the second clerk typed nothing, the first one's change is proposed; where both typed,
    nothing is, so that nobody overwrites by not reading.
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
    """What was typed, with the first clerk's change where that was chosen."""
    return mine | {each.name: theirs[each.name] for each in asked if each.chosen == THEIRS}
