"""A window's facts as one plain value: to keep, compare, propose, import and restore.

`facts_of` reads them from a window with everything that belongs to it (phones, hours, days off,
categories), `write_facts` checks and writes them back, `changes` says in words what differs.
"""

from directory.facts.comparing import Change, changes, in_words
from directory.facts.reading import FIELDS, STAFF_FIELDS, facts_of
from directory.facts.writing import check_facts, write_facts

__all__ = [
    "FIELDS",
    "STAFF_FIELDS",
    "Change",
    "changes",
    "check_facts",
    "facts_of",
    "in_words",
    "write_facts",
]
