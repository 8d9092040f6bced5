"""One spelling for everything: what residents type and what windows say meet here."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Middle dots, dashes and quotation marks: written or left out as one likes.
JOINING = frozenset("・·•‧-‐‑‒–—―−─'’`´")
# Voicing marks that stand as a character of their own in half-width or decomposed kana.
VOICING = frozenset("ﾞﾟ\u3099\u309a")
LONG_VOWEL = "ー"
KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in [*range(0x30A1, 0x30F7), 0x30FD, 0x30FE]}
# Old and local forms of characters in names of places and people: 岩渕 is 岩淵.
FORMS = str.maketrans(
    "渕渊髙﨑嵜齋斎齊邉邊濵濱澤廣國冨櫻嶋嶌栁惠德瀨",
    "淵淵高崎崎斉斉斉辺辺浜浜沢広国富桜島島柳恵徳瀬",
)
KANA = re.compile(r"[ぁ-ゖゝゞァ-ヺヽヾー]")


@dataclass(frozen=True)
class Folded:
    """A text in the one spelling, and where each of its characters comes from.

    `text` is what is compared. `written` is the same, character by character, before katakana
    became hiragana: it still tells ニート from the にと of 人にとって. `origin` holds, for each
    character of `text`, its index in the text that was folded. Words are parted by one space.
    """

    text: str
    written: str
    origin: tuple[int, ...]


def fold(text: str) -> str:
    """Return a text in the one spelling, words parted by single spaces.

    >>> fold("ｾｲｶﾂﾎｺﾞ　（相談）")
    'せいかつほご 相談'
    >>> fold("0596-21-5556"), fold("ハローワーク"), fold("０５９６ー６３")
    ('0596215556', 'はろーわーく', '059663')
    """
    return trace(text).text


def trace(text: str) -> Folded:
    """Fold a text and remember where each character comes from. Any text will do.

    Compatible forms become one (NFKC), letters small, katakana hiragana. Dashes, dots and
    invisible marks go; a long-vowel mark stays after kana only, since after a digit it is a
    dash. Whatever else is no letter or digit parts words: brackets, emoji, wildcards, NUL.
    """
    written: list[str] = []
    origin: list[int] = []
    for index, cluster in _clusters(text):
        for character in _spelt(cluster):
            if character == LONG_VOWEL and not (written and KANA.match(written[-1])):
                continue
            if character == " " and (not written or written[-1] == " "):
                continue
            written.append(character)
            origin.append(index)
    if written and written[-1] == " ":
        written.pop()
        origin.pop()
    plain = "".join(written)
    return Folded(plain.translate(KATAKANA_TO_HIRAGANA), plain, tuple(origin))


def _clusters(text: str):
    """Give (index, characters): one character each, with the voicing mark that follows it."""
    index = 0
    while index < len(text):
        end = index + 1
        while end < len(text) and text[end] in VOICING:
            end += 1
        yield index, text[index:end]
        index = end


@lru_cache(maxsize=8192)
def _spelt(cluster: str) -> str:
    """The letters that a character stands for; a space where it parts words."""
    letters = []
    for character in unicodedata.normalize("NFKC", cluster).lower().translate(FORMS):
        if character in JOINING or unicodedata.category(character) == "Cf":
            continue
        letters.append(character if character.isalnum() or character == "々" else " ")
    return "".join(letters)
