"""Stored facts of former versions, lifted to the table of today.

Every stored value (a version, a proposal, an edition's rows) carries the number of the schema that
it was written by; values from before there was a number are of schema 1. A new fact needs no new
number: facts that a value does not have count as unchanged. A fact that is renamed, or means
something else, does: a function in STEPS, SCHEMA one higher, a sample in the tests.
"""

from collections.abc import Callable

SCHEMA = 1
KEY = "schema"
# The function at place n lifts facts of schema n + 1 to schema n + 2.
STEPS: tuple[Callable[[dict], dict], ...] = ()


# Where rows of an edition or an import hold facts.
_IN_ROWS = ("facts", "before", "after", "written")


def numbered(stored):
    """Return facts, or rows with facts, with the number of today's schema."""
    if isinstance(stored, list):
        return [_each(row, numbered) for row in stored]
    return {**stored, KEY: SCHEMA}


def lifted(stored):
    """Return stored facts, or rows with facts, as today's schema has them, without the number.

    None, where a query has joined no row, stays None.
    """
    if stored is None:
        return None
    if isinstance(stored, list):
        return [_each(row, lifted) for row in stored]
    facts = {name: value for name, value in stored.items() if name != KEY}
    for step in STEPS[stored.get(KEY, 1) - 1 :]:
        facts = step(facts)
    return facts


def _each(row: dict, change: Callable) -> dict:
    return row | {name: change(row[name]) for name in _IN_ROWS if row.get(name) is not None}
