"""Danger, read in the whole of what a resident typed.

No Django and no database: the notice must stand even when nothing else answers. The rules are
tables in `tables/`: stems, endings and people, no listed sentences.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from directory.search.danger import languages
from directory.search.danger.kinds import ALL, URGENCY, Kind, bits
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
    """Every two neighbouring characters as one number, which is looked up fastest; in order."""
    letters = memoryview(text.encode("utf-32-le", "surrogatepass"))
    even, odd = len(text) // 2 * 8, max(len(text) - 1, 0) // 2 * 8
    pairs = [0] * max(len(text) - 1, 0)
    pairs[::2] = letters[:even].cast("Q").tolist()
    pairs[1::2] = letters[4 : 4 + odd].cast("Q").tolist()
    return pairs


# By the first letter or pair of letters: the kinds of its rules, as the bits of one number.
LETTER_KINDS: dict[str, int] = defaultdict(int)
PAIR_KINDS: dict[int, int] = defaultdict(int)
for _beginning, _rule in iterate(RULES):
    if len(_beginning) == 1:
        LETTER_KINDS[_beginning] |= _rule.bits
    else:
        PAIR_KINDS[_pairs(_beginning)[0]] |= _rule.bits
PAIR_NUMBERS = frozenset(PAIR_KINDS)


@dataclass(frozen=True)
class Reading:
    """One kind of danger that a text tells of, by which rule, and where in the one spelling."""

    kind: Kind
    rule: str
    start: int
    end: int


def prepare() -> None:
    """Compile every rule when a worker starts, as it takes half a second."""
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
        for start, lengths, _kinds in _hits(spelling.text)
        for length in lengths
        for rule in BY_BEGINNING.get(spelling.text[start : start + length], ())
    )


def by_urgency(kinds: Iterable[str]) -> list[Kind]:
    """Return these kinds, the most urgent first."""
    return sorted(map(Kind, kinds), key=URGENCY.__getitem__)


def languages_of(kind: Kind) -> list[str]:
    """Return the languages of Latin letters in which this kind is read too."""
    return list(dict.fromkeys(rule.language for rule in languages.RULES if rule.kind == kind))


def _matches(
    spelling: Spelling, found: dict[Kind, Reading]
) -> Iterator[tuple[Iterable[Kind], str, int, int]]:
    """Give (kinds, name of the rule, start, end) for what adds a kind to those `found`."""
    text, missing = spelling.text, ALL
    for start, lengths, kinds in _hits(text):
        if not kinds & missing:
            continue
        for length in lengths:
            for rule in BY_BEGINNING.get(text[start : start + length], ()):
                if rule.bits & missing and (place := rule.match(spelling, start)):
                    yield rule.kinds, rule.name, *place
                    missing = ALL & ~bits(found)
    yield from languages.matches(spelling, found)


def _hits(text: str) -> list[tuple[int, tuple[int, ...], int]]:
    """Where a rule may begin, in order: the place, the lengths of the beginnings, their kinds."""
    pairs = enumerate(_pairs(text))
    hits: list[tuple[int, tuple[int, ...], int]] = [
        (start, (2, 3), PAIR_KINDS[pair]) for start, pair in pairs if pair in PAIR_NUMBERS
    ]
    letters = FIRST_LETTERS.finditer(text)
    hits += [(found.start(), (1,), LETTER_KINDS[found[0]]) for found in letters]
    return sorted(hits)


def _places(spelling: Spelling, wordings: Iterable[str]) -> list[tuple[int, int]]:
    places = []
    for wording in map(lambda text: spell(text).text, wordings):
        start = spelling.text.find(wording) if wording else -1
        while start >= 0:
            places.append((start, start + len(wording)))
            start = spelling.text.find(wording, start + 1)
    return places
