"""Danger, read in the whole of what a resident typed.

No Django and no database: the notice must stand even when nothing else answers. The rules are
tables in `tables/`: stems, endings and people, no listed sentences.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from directory.search.danger import languages
from directory.search.danger.kinds import URGENCY, Kind
from directory.search.danger.rule import Rule, iterate
from directory.search.danger.tables import table
from directory.search.danger.text import Spelling, piece, spell

__all__ = [
    "LONGEST",
    "RULES",
    "Kind",
    "Reading",
    "by_urgency",
    "dismisses",
    "kinds",
    "languages_of",
    "piece",
    "prepare",
    "read",
]

# Characters that are read; the search box takes fewer.
LONGEST = 10_000
RULES = tuple(
    Rule.of(row)
    for name in ("dying", "violence", "crimes", "scripts")
    for row in table(name)["rule"]
)
BY_BEGINNING: dict[str, list[Rule]] = defaultdict(list)
for _beginning, _rule in iterate(RULES):
    BY_BEGINNING[_beginning].append(_rule)
FIRST_LETTERS = re.compile(f"[{''.join(b for b in BY_BEGINNING if len(b) == 1)}]")


def _pairs(text: str) -> list[int]:
    """Every two neighbouring characters as one number, which is looked up fastest."""
    letters = memoryview(text.encode("utf-32-le", "surrogatepass"))
    even, odd = len(text) // 2 * 8, max(len(text) - 1, 0) // 2 * 8
    return letters[:even].cast("Q").tolist() + letters[4 : 4 + odd].cast("Q").tolist()


FIRST_PAIRS = {_pairs(b)[0]: b[:2] for b in BY_BEGINNING if len(b) > 1}
PAIR_NUMBERS = frozenset(FIRST_PAIRS)


@dataclass(frozen=True)
class Reading:
    """One kind of danger that a text tells of, by which rule, and where in the one spelling."""

    kind: Kind
    rule: str
    start: int
    end: int


def prepare() -> None:
    """Compile every rule, which takes half a second: when a worker starts, not when a resident
    waits for the first answer."""
    for rule in RULES:
        rule.compile()
    for latin in languages.RULES:
        _ = latin.pattern


def read(text: str, quiet: Iterable[str] = ()) -> list[Reading]:
    """Return what dangers a text tells of, one reading a kind, the most urgent first.

    What lies inside one of the `quiet` wordings does not count. Any text will do.
    """
    spelling = spell(text[:LONGEST])
    silenced = _places(spelling, quiet)
    found: dict[Kind, Reading] = {}
    for kinds_told, name, start, end in _matches(spelling, found):
        if any(first <= start and end <= last for first, last in silenced):
            continue
        for kind in kinds_told:
            found.setdefault(kind, Reading(kind, name, start, end))
    return sorted(found.values(), key=lambda reading: URGENCY[reading.kind])


def kinds(text: str, quiet: Iterable[str] = ()) -> list[Kind]:
    """Return the kinds of danger that a text tells of, the most urgent first."""
    return [reading.kind for reading in read(text, quiet)]


def dismisses(text: str) -> bool:
    """Whether words of danger stand in a text that are taken for harmless: 虐待防止研修, 暴力団."""
    spelling = spell(text[:LONGEST])
    return any(
        rule.dismisses(spelling, start)
        for start in _hits(spelling.text)
        for length in (1, 2, 3)
        for rule in BY_BEGINNING.get(spelling.text[start : start + length], ())
    )


def by_urgency(kinds: Iterable[str]) -> list[Kind]:
    """Return these kinds, the most urgent first."""
    return sorted(map(Kind, kinds), key=URGENCY.__getitem__)


def languages_of(kind: Kind) -> list[str]:
    """Return the languages of Latin letters in which this kind is read too."""
    return list(dict.fromkeys(rule.language for rule in languages.RULES if rule.kind == kind))


def _matches(spelling: Spelling, found: dict[Kind, Reading]):
    """Give (kinds, name of the rule, start, end) for what adds a kind to those `found`."""
    text = spelling.text
    for start in _hits(text):
        for length in (1, 2, 3):
            for rule in BY_BEGINNING.get(text[start : start + length], ()):
                if found and found.keys() >= set(rule.kinds):
                    continue
                if place := rule.match(spelling, start):
                    yield rule.kinds, rule.name, *place
    yield from languages.matches(spelling)


def _hits(text: str) -> list[int]:
    """The places where the beginning of a rule stands, in order; fast, since it is asked always."""
    pairs = PAIR_NUMBERS.intersection(_pairs(text))
    places = {found.start() for found in FIRST_LETTERS.finditer(text)}
    for start in map(FIRST_PAIRS.__getitem__, pairs):
        whole = start in BY_BEGINNING
        place = text.find(start)
        while place >= 0:
            if whole or text[place : place + 3] in BY_BEGINNING:
                places.add(place)
            place = text.find(start, place + 1)
    return sorted(places)


def _places(spelling: Spelling, wordings: Iterable[str]) -> list[tuple[int, int]]:
    places = []
    for wording in map(lambda text: spell(text).text, wordings):
        start = spelling.text.find(wording) if wording else -1
        while start >= 0:
            places.append((start, start + len(wording)))
            start = spelling.text.find(wording, start + 1)
    return places
