"""Danger in languages of Latin letters, romaji included; read without accents."""

import re
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from directory.search.danger.kinds import Kind
from directory.search.danger.tables import NAMED, table
from directory.search.danger.text import Spelling

FEW_WORDS = r"(?: \w+){0,3}?"
# A word is told by so many of its first letters: beat, beats, beating.
STEM = 4
# A pattern reaches no farther than this from one of its words; longer than any in the table.
AROUND = 120


@dataclass(frozen=True)
class LatinRule:
    """What is looked for in one language, when a word with one of these `starts` occurs."""

    language: str
    kind: Kind
    starts: frozenset[str]
    patterns: tuple[str, ...]

    @classmethod
    def of(cls, row: dict[str, Any]) -> "LatinRule":
        """Make a rule of a row of the table."""
        starts = frozenset(word[:STEM] for word in row["words"].split())
        return cls(row["language"], Kind(row["kind"]), starts, tuple(row["patterns"]))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """A regular expression over words parted by single spaces; every part is bounded."""
        text = NAMED.sub(lambda named: _alternatives(named[1]), "|".join(self.patterns))
        return re.compile(rf"\b(?:{text.replace('~', FEW_WORDS)})(?:\b|$)")


def _alternatives(name: str) -> str:
    lines = table("languages")["lists"][name].splitlines()
    return "(?:" + "".join(line.strip() for line in lines) + ")"


RULES = tuple(map(LatinRule.of, table("languages")["rule"]))
# By what a word begins with: the numbers of the rules that it may speak for.
BY_START: dict[str, list[int]] = defaultdict(list)
for _number, _rule in enumerate(RULES):
    for _start in _rule.starts:
        BY_START[_start].append(_number)


def matches(
    spelling: Spelling, found: Container[Kind]
) -> Iterator[tuple[tuple[Kind, ...], str, int, int]]:
    """Give (kinds, language, start, end) for what is told in words of Latin letters.

    Kinds that stand among those `found` by then are not looked for.
    """
    latin = spelling.latin
    if not latin:
        return
    places: dict[int, list[int]] = defaultdict(list)
    start = 0
    for word in latin.split(" "):
        for number in BY_START.get(word[:STEM], ()):
            places[number].append(start)
        start += len(word) + 1
    for number, near in sorted(places.items()):
        rule = RULES[number]
        if rule.kind not in found and (match := _near(rule.pattern, latin, near)):
            start = max(spelling.text.find(match[0].split()[0]), 0)
            yield (rule.kind,), rule.language, start, min(start + len(match[0]), len(spelling.text))


def _near(pattern: re.Pattern[str], latin: str, places: list[int]) -> re.Match[str] | None:
    """The first match of a pattern that begins or ends near one of these places, in order."""
    searched = 0
    for place in places:
        first, last = max(searched, place - AROUND), latin.find(" ", place + AROUND)
        if found := pattern.search(latin, first, last if last > 0 else len(latin)):
            return found
        searched = place
    return None
