"""Danger in languages of Latin letters, romaji included; read without accents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from directory.search.danger.kinds import Kind
from directory.search.danger.tables import NAMED, table
from directory.search.danger.text import Spelling

FEW_WORDS = r"(?: \w+){0,3}?"
# A word is told by so many of its first letters: beat, beats, beating.
STEM = 4


@dataclass(frozen=True)
class LatinRule:
    """What is looked for in one language, when a word with one of these `starts` occurs."""

    language: str
    kind: Kind
    starts: frozenset[str]
    patterns: tuple[str, ...]

    @classmethod
    def of(cls, row: dict) -> "LatinRule":
        """Make a rule of a row of the table."""
        starts = frozenset(word[:STEM] for word in row["words"].split())
        return cls(row["language"], Kind(row["kind"]), starts, tuple(row["patterns"]))

    @cached_property
    def pattern(self) -> re.Pattern:
        """A regular expression over words parted by single spaces; every part is bounded."""
        text = NAMED.sub(lambda named: _alternatives(named[1]), "|".join(self.patterns))
        return re.compile(rf"\b(?:{text.replace('~', FEW_WORDS)})(?:\b|$)")


def _alternatives(name: str) -> str:
    lines = table("languages")["lists"][name].splitlines()
    return "(?:" + "".join(line.strip() for line in lines) + ")"


RULES = tuple(map(LatinRule.of, table("languages")["rule"]))


def matches(spelling: Spelling) -> Iterator[tuple[tuple[Kind, ...], str, int, int]]:
    """Give (kinds, language, start, end) for what is told in words of Latin letters."""
    latin = spelling.latin
    if not latin:
        return
    words = {word[:STEM] for word in latin.split()}
    for rule in RULES:
        if not words.isdisjoint(rule.starts) and (found := rule.pattern.search(latin)):
            start = max(spelling.text.find(found[0].split()[0]), 0)
            yield (rule.kind,), rule.language, start, min(start + len(found[0]), len(spelling.text))
