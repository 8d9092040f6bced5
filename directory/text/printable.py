"""Letters without a glyph in the booklet's fonts: refused when saved, never printed as a box."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory.text import fonts

# What the printer of old sets where a letter is not in the case.
GETA = "〓"
INVISIBLE = re.compile(
    r"[\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
# A long word in Latin letters, which would run out of its column.
LONG_WORD = re.compile(r"[!-~]{13,}")
# A mobile number has thirteen letters; a number that is broken is dialled or read wrong.
NUMBER = re.compile(r"[0-9()+,.-]{1,20}")
BREAK_AFTER = 10
BREAK_HERE = "\u200b"


def missing(text: str) -> list[str]:
    """The letters of a text that cannot be printed, each once, in their order.

    >>> missing("相談😀窓口")
    ['😀']
    """
    can = fonts.letters()
    plain = _plain(text)
    return list(dict.fromkeys(letter for letter in plain if not _prints(letter, can)))


def validate_printable(text: str) -> None:
    """Refuse a text with letters that the booklet cannot print, and name them."""
    if letters := missing(text):
        raise ValidationError(
            _("冊子に印刷できない文字が入っています：%(letters)s　ほかの文字に替えてください。"),
            code="unprintable",
            params={"letters": "　".join(letters)},
        )


def made_printable(text: str) -> str:
    """Text as printed: composed, visible, 〓 for missing letters, breaks in long words."""
    return LONG_WORD.sub(_breakable, without_missing_letters(_plain(text)))


def without_missing_letters(text: str) -> str:
    """The text with 〓 for each letter that no font has."""
    can = fonts.letters()
    return "".join(letter if _prints(letter, can) else GETA for letter in text)


def _plain(text: str) -> str:
    return INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def _prints(letter: str, can: frozenset[int]) -> bool:
    return letter in "\n\r\t" or ord(letter) in can


def _breakable(word: re.Match[str]) -> str:
    text = word[0]
    if NUMBER.fullmatch(text):
        return text
    return BREAK_HERE.join(
        text[start : start + BREAK_AFTER] for start in range(0, len(text), BREAK_AFTER)
    )
