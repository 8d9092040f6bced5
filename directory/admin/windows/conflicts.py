"""Conflicts between two clerks who edit one window."""

from __future__ import annotations

from collections.abc import Mapping

from directory.concurrency import CHOICE, THEIRS, ChangeMeanwhile, chosen_in
from directory.facts.diff import changes, display_value


def questions(
    before: dict, theirs: dict, mine: dict, sent: Mapping[str, str]
) -> list[ChangeMeanwhile]:
    """Fields that another clerk has changed to a value other than the typed one.

    Where both changed the field, no choice is preselected, so that nothing is overwritten unread.
    """
    found = []
    for change in changes(before, theirs):
        name = change.name
        if mine[name] == theirs[name]:
            continue
        field, typed = f"{CHOICE}{name}", display_value(name, mine)
        chosen = chosen_in(sent, field, is_untouched=mine[name] == before[name])
        found.append(
            ChangeMeanwhile(field, name, change.label, change.old, change.new, typed, chosen)
        )
    return found


def merged(mine: dict, theirs: dict, asked: list[ChangeMeanwhile]) -> dict:
    """Typed values, with the other clerk's where those were chosen."""
    return mine | {each.name: theirs[each.name] for each in asked if each.chosen == THEIRS}
