"""One rule of the table: which words, in which order, tell of danger."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, TypeAlias

from directory.search.danger.kinds import Kind, bits
from directory.search.danger.tables import words, written_out
from directory.search.danger.text import Spelling

# Among particles: there may be none.
NONE = "なし"
# So many characters around a match are looked at for words that make it harmless.
NEAR = 12
# Particles that a word written in kana may follow or be followed by without a space.
BEFORE = frozenset("がをにはもでとのうてねやよ")
AFTER = frozenset("がをにはもでとのだよかなさしっねみやまへ")
POLITE = "(?:さん|さま|様|ちゃん|くん|君|たち|達|ら)?"
BETWEEN = (
    "(?:の|を|に|と|や|等|など|について|に関する|に対する|被害|者|行為|問題|加害|法"
    "|対応|相談|支援|発見|早期|通報|事件|致傷|致死|容疑)"
)


_Tree: TypeAlias = dict[str, "_Tree"]


@cache
def any_of(alternatives: tuple[str, ...]) -> str:
    """Regular expression for any of these words, the longer first; common beginnings stand once."""
    tree: _Tree = {}
    for word in alternatives:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return _expression(tree)


def _expression(branch: _Tree) -> str:
    longer = [re.escape(letter) + _expression(rest) for letter, rest in branch.items() if letter]
    if not longer:
        return ""
    return f"(?:{'|'.join(longer)})" + ("?" if "" in branch else "")


# Words of learning and administration: after 虐待 or 自殺 they make it the subject of a question.
KANJI = re.compile("[一-鿿]")
LEARNING = re.compile(f"{BETWEEN}{{0,5}}{any_of(words('{learning}'))}")


@dataclass(frozen=True)
class Rule:
    """A person, at most `reach` characters on a stem, at most `gap` characters on an ending.

    Cells hold words parted by spaces; an empty one asks for nothing. `name` is what staff read.
    `by` are the people, `particles` what follows them. A match does not count when

    - one of the longer words in `but_not` stands there instead: the match is a part of it,
    - a word in `near_not` stands close by in the same sentence,
    - people in `unless_by` with one of `unless_particles` come before it: they do it, not the
      writer,
    - a word of learning or administration follows a `subject`: 虐待防止研修,
    - an `apart` word is a part of another: DV in DVD, ちかん in とちかん,
    - an `alone` word has not a break on either side.
    """

    name: str
    kinds: tuple[Kind, ...]
    stem: str
    ending: str = ""
    gap: int = 0
    by: str = ""
    particles: str = ""
    reach: int = 0
    but_not: str = ""
    near_not: str = ""
    unless_by: str = ""
    unless_particles: str = ""
    subject: bool = False
    apart: bool = False
    alone: bool = False

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Rule":
        """Make a rule of a row of the tables."""
        return cls(**row | {"kinds": tuple(map(Kind, row["kinds"]))})

    @property
    def cells(self) -> dict[str, str]:
        """The cells as staff read them, shared words written out: what kind of word, which ones."""
        cells = {
            "name": self.name,
            "by": self.by,
            "particles": self.particles,
            "stem": self.stem,
            "ending": self.ending,
            "but_not": self.but_not,
            "near_not": self.near_not,
            "unless_by": self.unless_by,
        }
        return {name: written_out(cell).replace(" ", "、") for name, cell in cells.items()}

    @cached_property
    def bits(self) -> int:
        """The kinds as the bits of one number."""
        return bits(self.kinds)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The first three characters of each possible match; fewer after a short, open stem."""
        follow = words(self.ending) if self.ending and not self.gap else ("",)
        return frozenset((stem + ending)[:3] for stem in words(self.stem) for ending in follow)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        ending = any_of(words(self.ending)) if self.ending else ""
        gap = f").{{0,{self.gap}}}?(" if self.gap else ""
        return re.compile(f"({any_of(words(self.stem))}{gap}{ending})")

    @cached_property
    def _people(self) -> re.Pattern[str]:
        return _people(self.by, self.particles, self.reach)

    @cached_property
    def _others(self) -> re.Pattern[str]:
        return _people(self.unless_by, self.unless_particles, reach=12)

    @cached_property
    def _longer(self) -> tuple[str, ...]:
        return words(self.but_not)

    @cached_property
    def _near(self) -> re.Pattern[str]:
        return re.compile(any_of(words(self.near_not)))

    def compile(self) -> None:
        """Make ready what `match` would otherwise make when it is first asked."""
        _ = self._pattern, self._longer
        if self.by:
            _ = self._people
        if self.unless_by:
            _ = self._others
        if self.near_not:
            _ = self._near

    def match(self, spelling: Spelling, start: int) -> tuple[int, int] | None:
        """Return the place of a match that begins at `start`, people included, if it counts."""
        text = spelling.text
        found = self._pattern.match(text, start)
        if not found:
            return None
        end, first = found.end(), start
        if self.by:
            people = self._people.search(text, max(0, start - self.reach - 12), start)
            if not people:
                return None
            first = people.start()
        if not self._is_word(spelling, found) or self._is_harmless(spelling, start, end):
            return None
        return first, end

    def dismisses(self, spelling: Spelling, start: int) -> bool:
        """Whether the words stand there, and are taken for harmless."""
        found = self._pattern.match(spelling.text, start)
        return found is not None and self._is_harmless(spelling, start, found.end())

    def _is_word(self, spelling: Spelling, found: re.Match[str]) -> bool:
        """Whether a match is more than a chance meeting of letters; a gap may hold any break."""
        start, end = found.span()
        if self.alone:
            return {start, end} <= spelling.breaks
        if self.apart and not _stands_apart(spelling, start, end):
            return False
        return all(_is_one_word(spelling, first, last) for first, last in found.regs[1:])

    def _is_harmless(self, spelling: Spelling, start: int, end: int) -> bool:
        text = spelling.text
        return bool(
            (self.subject and LEARNING.match(text, end))
            or (self.near_not and self._near.search(text, *_sentence(spelling, start, end)))
            or (self.unless_by and self._others.search(text, max(0, start - 24), start))
            or any(_covers(spelling, word, start, end) for word in self._longer)
        )


@cache
def _people(cell: str, particles: str, reach: int) -> re.Pattern[str]:
    particle = any_of(words(particles)) if particles else ""
    if NONE in particles.split():
        particle += "?"
    return re.compile(f"{any_of(words(cell))}{POLITE}{particle}.{{0,{reach}}}?\\Z")


def _covers(spelling: Spelling, word: str, start: int, end: int) -> bool:
    """Whether a longer word stands there instead (しにたいへん), in one script, without a break."""
    text = spelling.text
    place = text.find(word, max(0, start - len(word) + 1), end + len(word) - 1)
    while place >= 0:
        beyond = (place < start and _parted(spelling, start)) or (
            place + len(word) > end and _parted(spelling, end)
        )
        if KANJI.search(word) or not beyond:
            return True
        place = text.find(word, place + 1, end + len(word) - 1)
    return False


def _parted(spelling: Spelling, place: int) -> bool:
    """Whether something parts the characters before and at a place."""
    written = spelling.written
    return place in spelling.breaks or _script(written[place - 1]) != _script(written[place])


def _is_one_word(spelling: Spelling, start: int, end: int) -> bool:
    """Whether a match in kana is no chance meeting of two words: ところ して is no ころして."""
    inside = range(start + 1, end)
    if spelling.breaks.isdisjoint(inside) or not _is_kana(spelling.written[start]):
        return True
    signs = sum(place in spelling.breaks or place in spelling.drawn_out for place in inside)
    return signs >= (end - start - 1) / 2 or _parted(spelling, start)


def _sentence(spelling: Spelling, start: int, end: int) -> tuple[int, int]:
    """What stands near a match in the same sentence: harmless words of the next say nothing."""
    first, last = max(0, start - NEAR), min(len(spelling.text), end + NEAR)
    stops = [place for place in range(first, last + 1) if place in spelling.stops]
    before = [place for place in stops if place <= start]
    after = [place for place in stops if place >= end]
    return max(before, default=first), min(after, default=last)


def _stands_apart(spelling: Spelling, start: int, end: int) -> bool:
    """Whether a match is a word of its own, as far as its script tells."""
    written = spelling.written
    left, right = _parted(spelling, start), _parted(spelling, end)
    if _is_kana(written[start]):
        left = left or spelling.text[start - 1] in BEFORE
        right = right or spelling.text[end] in AFTER
    return left and right


def _script(character: str) -> str:
    if "ぁ" <= character <= "ゟ":
        return "hiragana"
    if "゠" <= character <= "ヿ":
        return "katakana"
    if character.isascii():
        return "latin" if character != " " else "space"
    return "other"


def _is_kana(character: str) -> bool:
    return _script(character) in ("hiragana", "katakana")


def iterate(rules: Iterable[Rule]) -> Iterator[tuple[str, Rule]]:
    """Give (beginning, rule) for each beginning of each rule."""
    for rule in rules:
        for beginning in rule.beginnings:
            yield beginning, rule
