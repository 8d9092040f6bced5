"""A question in the one spelling that danger is read in."""

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from directory.text.folding import HIRAGANA_OF, compatible

SMALL_VOWELS = str.maketrans("ぁぃぅぇぉゎァィゥェォヮ", "あいうえおわアイウエオワ")
# Drawn out, or left out, as the writer feels: 死にたーい, 死にた～い.
DRAWN_OUT = frozenset("ー〜~～ｰ―─—–゛゜")
# 死にてー is 死にてえ, which is 死にたい.
TE_DRAWN_OUT = re.compile("([にニ][てテ])[ー〜~～]")
# The vowel of a short word is drawn out in Kansai: 血ぃ吐いた, 手ぇ出してきた.
SHORT_WORD_DRAWN_OUT = re.compile("(?<=[手血目毛胃歯背火胸])[ぁぃぅぇぉ]")
# Signs that stand for words: 💊いっぱい飲んだ.
SIGNS_OF_WORDS = {"💊": "薬", "🔪": "包丁", "🩸": "血"}
STOPS = frozenset("。．!?\n")
APOSTROPHES = frozenset("'’`´‘")
ACCENTS = re.compile("[\u0300-\u036f]")
LATIN = "a-z0-9\u00c0-\u024f\u1e00-\u1eff"
BEGINS_LATIN = re.compile(f"[{LATIN}]")
# A space that parts no words of Latin letters.
DECORATION = re.compile(f" (?:(?<![{LATIN}] )|(?![{LATIN}]))")
SINGLE_LETTERS = re.compile(f"([a-z])(?<![{LATIN}][a-z]) (?=[a-z](?![{LATIN}]))")
LATIN_WORD = re.compile("[a-z0-9]+")
# Stand in for signs while their places are counted; where they are typed, they count as spaces.
STOP, DRAWN, BREAK = "\ue000", "\ue001", "\ue002"

# What may change; the commonest letters never do.
CHANGING = re.compile("[^あいうえおか-ろわゐゑをん一-鿿a-z0-9 ]")


class _Letters(dict[int, str]):
    """What each character becomes, filled in as characters turn up.

    Other letters become those of `others` too.
    """

    def __init__(self, others: dict[int, int]):
        super().__init__()
        self.others = others

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if character in SIGNS_OF_WORDS:
            spelt = SIGNS_OF_WORDS[character]
        elif character in DRAWN_OUT:
            spelt = DRAWN
        elif character in STOPS:
            spelt = STOP
        elif (
            character in APOSTROPHES
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
        """Text in these letters; no character becomes one that changes in its turn."""
        for character in sorted(set(CHANGING.findall(text)), reverse=True):  # a typed STOP first
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
        plain = SHORT_WORD_DRAWN_OUT.sub("", compatible(typed).lower())
        self._plain = TE_DRAWN_OUT.sub(r"\1え", plain)
        self._marked = READ.put_into(self._plain)
        self.text = _joined(_without_signs(self._marked))

    @cached_property
    def written(self) -> str:
        """The text, character by character, before katakana became hiragana."""
        return _joined(_without_signs(WRITTEN.put_into(self._plain)))

    @cached_property
    def breaks(self) -> frozenset[int]:
        """The places where punctuation, emoji or spaces stood, beginning and end included.

        Between words of Latin letters a space is a character itself, with a break on either side.
        """
        spaced = " ".join(_without_signs(self._marked).split())
        parted = DECORATION.sub(BREAK, SINGLE_LETTERS.sub(r"\1", spaced))
        return _places(BREAK, parted.replace(" ", f"{BREAK} {BREAK}"))

    @cached_property
    def stops(self) -> frozenset[int]:
        """The places where a sentence ended: 。！？ or a new line; beginning and end included."""
        return _places(STOP, _joined(self._marked.replace(DRAWN, "")))

    @cached_property
    def drawn_out(self) -> frozenset[int]:
        """The places where a sign of drawing out stood, which leaves no break: ナ～グ～ラレル."""
        return _places(DRAWN, _joined(self._marked.replace(STOP, " ")))

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
    """The text without spaces that part no words of Latin letters."""
    if not BEGINS_LATIN.search(spaced):
        return "".join(spaced.split())
    return DECORATION.sub("", SINGLE_LETTERS.sub(r"\1", " ".join(spaced.split())))


def _without_signs(marked: str) -> str:
    return marked.replace(DRAWN, "").replace(STOP, " ")


def _places(mark: str, marked: str) -> frozenset[int]:
    """Where a mark stands in a text, counted without it; beginning and end included."""
    return frozenset(accumulate(map(len, marked.split(mark)), initial=0))


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
