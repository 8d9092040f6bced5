"""Proposed changes as plain values: facts as in `directory.facts`. Pure.

Members propose what residents read, never what only staff see or decide.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from directory.facts.diff import changed_names
from directory.facts.schema import FACTS, PROPOSABLE, TICKED
from directory.facts.snapshot import blank_facts
from directory.text.tidy import tidy

# Reception hours: an organisation may be trusted to change them without review.
ABOUT_TIME = {fact.name for fact in FACTS if fact.is_about_time}


def nothing() -> dict:
    """Proposable facts of a blank window."""
    return proposable(blank_facts())


def proposable(facts: Mapping) -> dict:
    """Those of some facts that a member may propose."""
    return {name: facts[name] for name in PROPOSABLE if name in facts}


def without_noise(facts: dict, base: dict) -> dict:
    """Proposed facts without differences that no person made.

    A form gives ticks in its own order, and line ends as browsers send them: where nothing else
    differs, the base's own spelling stays.
    """
    return {
        name: base[name] if name in base and _canonical(name, base[name]) == value else new
        for name, new in facts.items()
        for value in [_canonical(name, new)]
    }


def _canonical(name: str, value):
    if isinstance(value, str):
        return tidy(value).strip()
    if name in TICKED:
        return sorted(value)
    if isinstance(value, list):
        return [_canonical("", each) for each in value]
    if isinstance(value, dict):
        return {key: _canonical(key, each) for key, each in value.items()}
    return value


def fingerprint(values: Mapping) -> str:
    """Short text that tells whether two states of some facts are equal."""
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def conflicting_names(base: Mapping, current: Mapping, proposed: Mapping) -> list[str]:
    """Names of facts that a proposal changes and that have another new value since its base."""
    return [
        name
        for name in changed_names(base, proposed)
        if base[name] != current.get(name) != proposed[name]
    ]


def merged(current: Mapping, proposed: Mapping, names: Iterable[str]) -> dict:
    """Return a window's present facts with some of them as proposed."""
    return proposable(current) | {name: proposed[name] for name in names}


def is_about_hours_only(base: dict, proposed: dict) -> bool:
    """Whether a proposal changes nothing but hours and the labels of the same numbers."""
    names = set(changed_names(base, proposed))
    if "phones" in names and _numbers(base) == _numbers(proposed):
        names.remove("phones")
    return names <= ABOUT_TIME


def _numbers(facts: dict) -> list[tuple[str, str]]:
    return [(phone["kind"], phone["printed"]) for phone in facts["phones"]]
