"""A window's facts as one plain value: to keep, compare, propose, import and restore.

`facts_of` reads them from a window with everything that belongs to it (phones, hours, days off,
categories), `write_facts` checks and writes them back, `changes` says in words what differs.
"""

from directory.facts.apply import check_facts, shown_window, write_facts
from directory.facts.diff import Change, changed_names, changes, in_words, label_of
from directory.facts.snapshot import (
    EXCEPTION_FIELDS,
    FIELDS,
    PHONE_FIELDS,
    RESIDENTS_FIELDS,
    RULE_FIELDS,
    STAFF_FIELDS,
    facts_of,
    plain,
)

__all__ = [
    "EXCEPTION_FIELDS",
    "FIELDS",
    "PHONE_FIELDS",
    "RESIDENTS_FIELDS",
    "RULE_FIELDS",
    "STAFF_FIELDS",
    "Change",
    "changed_names",
    "changes",
    "check_facts",
    "facts_of",
    "in_words",
    "label_of",
    "plain",
    "shown_window",
    "write_facts",
]
