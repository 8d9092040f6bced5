"""Recognising in a question the troubles that staff have described in residents' words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from directory.text.normalise import KANA, Folded, fold

SHORT = 3
LATIN = re.compile(r"[0-9a-z]+")
# What may stand before or after a short kana word within one run of kana: うつで, もうつ is none.
AFTER = (*"がをにでともはのやかなだへよね", "って", "です", "した")
BEFORE = tuple("がをにではものと")


@dataclass(frozen=True)
class Question:
    """A question without spaces, as phrases are looked for in it."""

    text: str
    written: str
    breaks: frozenset[int]

    @classmethod
    def of(cls, folded: Folded) -> "Question":
        """Close the spaces, and remember where they were."""
        breaks, length = {0}, 0
        for word in folded.text.split():
            length += len(word)
            breaks.add(length)
        return cls(folded.text.replace(" ", ""), folded.written.replace(" ", ""), frozenset(breaks))


@dataclass(frozen=True)
class Phrase:
    """One described trouble: its needles as `needle` returns them.

    `general` ones (つらい, 助けて) say little and give way to any other.
    """

    key: int
    needles: tuple[str, ...]
    general: bool = False


@dataclass(frozen=True)
class Match:
    """A phrase found in a question, and which characters of the question it explains."""

    phrase: Phrase
    covered: frozenset[int]

    @cached_property
    def precedence(self) -> tuple[bool, int, int]:
        """Sorts the most telling match first."""
        return (self.phrase.general, -len(self.covered), min(self.covered))


def needle(phrase: str) -> str:
    """Return what is looked for: a phrase in the one spelling; parted by spaces, all must occur."""
    return fold(phrase)


def occurring(folded: Folded, phrases: Iterable[Phrase]) -> list[Match]:
    """Return the phrases that occur in a question."""
    question = Question.of(folded)
    matches = []
    for phrase in phrases:
        covered = [found for text in phrase.needles if (found := _covered(text, question))]
        if covered:
            matches.append(Match(phrase, max(covered, key=len)))
    return matches


def telling(matches: list[Match]) -> list[Match]:
    """Leave out what a longer phrase says better (借金 in 借金が返せない); most telling first."""
    kept = [match for match in matches if not any(match.covered < m.covered for m in matches)]
    return sorted(kept, key=lambda match: match.precedence)


def _covered(text: str, question: Question) -> frozenset[int]:
    """The characters of the question that a needle explains; none when it does not occur."""
    covered: set[int] = set()
    for part in text.split():
        start = _find(part, question)
        if start < 0:
            return frozenset()
        covered |= set(range(start, start + len(part)))
    return frozenset(covered)


def _find(part: str, question: Question) -> int:
    start = question.text.find(part)
    while start >= 0 and not _stands_there(part, start, question):
        start = question.text.find(part, start + 1)
    return start


def _stands_there(part: str, start: int, question: Question) -> bool:
    """Whether a part found by its letters is meant, and not a piece of other words.

    Words of Latin letters stand by themselves (DV is not in DVD). Short kana words begin and end
    where the script changes or a particle stands. Others are long enough to be meant.
    """
    end = start + len(part)
    before, after = question.written[:start], question.written[end:]
    if LATIN.fullmatch(part):
        left = start in question.breaks or not LATIN.match(before[-1:])
        return left and (end in question.breaks or not LATIN.match(after[:1]))
    if len(part) > SHORT:
        return True
    if any(start < place < end for place in question.breaks):
        return False
    if not all(KANA.match(character) for character in part):
        return True
    written = question.written[start:end]
    return _begins(before, written, start in question.breaks) and _ends(
        written, after, end in question.breaks
    )


def _begins(before: str, written: str, apart: bool) -> bool:
    if apart or not _same_kana(before[-1], written[0]) or before[-1] in "てで":
        return True
    return before[-1] in BEFORE and not _same_kana(before[-2:-1] or " ", written[0])


def _ends(written: str, after: str, apart: bool) -> bool:
    return apart or not _same_kana(written[-1], after[0]) or after.startswith(AFTER)


def _same_kana(one: str, other: str) -> bool:
    """Whether two characters belong to one run of kana; the long-vowel mark joins either."""
    scripts = [_script(one), _script(other)]
    return "" not in scripts and (scripts[0] == scripts[1] or "ー" in scripts)


def _script(character: str) -> str:
    if character == "ー":
        return "ー"
    if re.match(r"[ァ-ヺヽヾ]", character):
        return "katakana"
    return "hiragana" if KANA.match(character) else ""
