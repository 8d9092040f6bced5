"""Tidying of text pasted from Word or a web page. Pure."""

import re
import unicodedata

# Spaces that look like any other; the full-width one is Japanese and stays.
_ODD_SPACE = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f]")
_LINE_END = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
# All of category Cf, but joiners within words of languages that write with them, and in emoji.
_INVISIBLE = re.compile(
    "[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
    "|(?<![\u0600-\u109f\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)
# NUL stays: the field refuses it, so that no text is cut silently.
_KEPT = "\n\x00"


def without_invisible(text: str) -> str:
    """Text without signs that show nothing: zero-width ones, byte order marks, soft hyphens.

    >>> without_invisible("\\ufeff伊\\u200b勢")
    '伊勢'
    """
    if text.isascii():
        return text
    return _INVISIBLE.sub("", text)


def tidy(text: str) -> str:
    """Text with plain spaces and line ends, without invisible characters.

    Soft hyphens, zero-width signs and those that turn the direction of writing are dropped, as
    are control characters but NUL.

    >>> tidy("電話\\xa0は\\u200b\\r\\nこちら")
    '電話 は\\nこちら'
    """
    text = _ODD_SPACE.sub(" ", _LINE_END.sub("\n", text))
    return "".join(
        letter
        for letter in text
        if letter in _KEPT or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
    )
