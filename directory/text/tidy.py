"""Tidying of text pasted from Word or a web page. Pure."""

import re
import unicodedata

# Spaces that look like any other; the full-width one is Japanese and stays.
_ODD_SPACE = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f]")
_LINE_END = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
# NUL stays: the field refuses it, so that no text is cut silently.
_KEPT = "\n\x00"


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
