"""A question in the one spelling that danger is read in."""

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

HIRAGANA_OF = {code: code - 0x60 for code in [*range(0x30A1, 0x30F7), 0x30FD, 0x30FE]}
SMALL_VOWELS = str.maketrans("ぁぃぅぇぉゎァィゥェォヮ", "あいうえおわアイウエオワ")
# Drawn out, or left out, as the writer feels: 死にたーい, 死にた～い.
DRAWN_OUT = frozenset("ー〜~～ｰ―─—–゛゜")
SIGNS_DRAWN_OUT = re.compile(f"[{''.join(DRAWN_OUT)}]+")
# 死にてー is 死にてえ, which is 死にたい.
TE_DRAWN_OUT = re.compile("([にニ][てテ])[ー〜~～]")
STOP = re.compile(r"[。．!?\n]+")
APOSTROPHES = frozenset("'’`´‘")
ACCENTS = re.compile("[\u0300-\u036f]")
LATIN = "a-z0-9\u00c0-\u024f\u1e00-\u1eff"
BEGINS_LATIN = re.compile(f"[{LATIN}]")
# A space that parts no words of Latin letters.
DECORATION = re.compile(f"(?<![{LATIN}]) | (?![{LATIN}])")
SINGLE_LETTERS = re.compile(f"(?<![{LATIN}])([a-z]) (?=[a-z](?![{LATIN}]))")
LATIN_WORD = re.compile("[a-z0-9]+")


# What may change; the commonest letters never do.
CHANGING = re.compile("[^あいうえおか-ろわゐゑをん一-鿿a-z0-9 ]")


class _Letters(dict):
    """What each character becomes, filled in as characters turn up.

    Other letters become those of `others` too.
    """

    def __init__(self, others: dict[int, int]):
        super().__init__()
        self.others = others

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if (
            character in DRAWN_OUT
            or character in APOSTROPHES
            or category == "Cf"
            or unicodedata.name(character, "").startswith("VARIATION SELECTOR")
        ):
            spelt = ""
        elif character.isalnum() or category in ("Mn", "Mc") or character == "々":
            spelt = character.translate(SMALL_VOWELS).translate(self.others)
        else:
            spelt = " "
        self[code] = spelt
        return spelt

    def put_into(self, text: str) -> str:
        """Return a text in these letters: few characters of a text change, and nothing becomes a
        character that changes in its turn."""
        for character in set(CHANGING.findall(text)):
            if (spelt := self[ord(character)]) != character:
                text = text.replace(character, spelt)
        return text


READ = _Letters(HIRAGANA_OF)
WRITTEN = _Letters({})


class Spelling:
    """A text in the one spelling.

    `text` is what is read: NFKC, small letters, hiragana, no drawn-out vowels, no punctuation,
    spaces between words of Latin letters only.
    """

    def __init__(self, typed: str):
        self._plain = TE_DRAWN_OUT.sub(r"\1え", unicodedata.normalize("NFKC", typed).lower())
        self._spaced = READ.put_into(self._plain)
        self.text = _joined(self._spaced)

    @cached_property
    def written(self) -> str:
        """The text, character by character, before katakana became hiragana."""
        return _joined(WRITTEN.put_into(self._plain))

    @cached_property
    def breaks(self) -> frozenset[int]:
        """The places where punctuation, emoji or spaces stood, beginning and end included."""
        return frozenset(accumulate(map(len, _parts(self._spaced)), initial=0))

    @cached_property
    def stops(self) -> frozenset[int]:
        """The places where a sentence ended: 。！？ or a new line."""
        return self._places(STOP)

    def _places(self, signs: re.Pattern) -> frozenset[int]:
        """The places in the text where such signs stood, beginning and end included."""
        lengths = (len(_joined(READ.put_into(one))) for one in signs.split(self._plain))
        return frozenset(accumulate(lengths, initial=0))

    @cached_property
    def drawn_out(self) -> frozenset[int]:
        """The places where a sign of drawing out stood, which leaves no break: ナ～グ～ラレル."""
        return self._places(SIGNS_DRAWN_OUT)

    @cached_property
    def latin(self) -> str:
        """The words of Latin letters without accents, parted by single spaces."""
        if not BEGINS_LATIN.search(self.text):
            return ""
        if self.text.isascii():
            return self.text.strip()
        plain = ACCENTS.sub("", unicodedata.normalize("NFD", self.text)).replace("đ", "d")
        return " ".join(LATIN_WORD.findall(plain))


def spell(text: str) -> Spelling:
    """Return a text in the one spelling; any text will do.

    >>> spell("ｼ、ﾆ、ﾀ～ｲ😢").text, spell("Ｉ don’t  want").text
    ('しにたい', 'i dont want')
    """
    return Spelling(text)


def _joined(spaced: str) -> str:
    """The same as the pieces of `_parts` put together, at once."""
    if not BEGINS_LATIN.search(spaced):
        return "".join(spaced.split())
    return DECORATION.sub("", SINGLE_LETTERS.sub(r"\1", " ".join(spaced.split())))


def _parts(spaced: str) -> list[str]:
    """The pieces between spaces. Between words of Latin letters a space is a piece itself; where
    single letters are spaced (D V) and elsewhere (死 に た い) it is decoration."""
    parts: list[str] = []
    for part in SINGLE_LETTERS.sub(r"\1", " ".join(spaced.split())).split(" "):
        if parts and BEGINS_LATIN.match(part) and BEGINS_LATIN.match(parts[-1][-1:]):
            parts.append(" ")
        parts.append(part)
    return parts


def piece(text: str, start: int, end: int) -> str:
    """Return the piece of a text as typed that stands at these places of its one spelling."""
    lengths = range(1, len(text) + 1)

    def spelt(length: int) -> int:
        return len(spell(text[:length]).text)

    first = bisect_right(lengths, start, key=spelt)
    last = bisect_right(lengths, end - 1, key=spelt)
    while first and LATIN_WORD.fullmatch(text[first - 1 : first + 1].lower()):
        first -= 1
    return text[first : last + 1]
