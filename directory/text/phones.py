"""Telephone numbers: from what a booklet prints to what a telephone dials.

Pure: plain text in, plain text out.
"""

import re

from django.utils.translation import gettext as _

from directory.text.folding import compatible

# Public services with their own short numbers (110, 188, 189) and prefecture-wide ones (#8008).
SHORT_NUMBER = re.compile(r"1\d\d|#\d{4}")
SEPARATORS = re.compile(r"[\s()\[\]．.・-]")
# Every stroke that people use for a hyphen, the kana long-vowel mark among them.
STROKES = re.compile(r"[‐‑‒–—―−ーｰ─]")


def tidy(printed: str) -> str:
    """Return a number as the booklet prints it: half-width digits, plain hyphens, no edges.

    >>> tidy(" （０５９６）２１ー５５５６ ")
    '(0596)21-5556'
    """
    return STROKES.sub("-", compatible(printed)).strip()


def dialled(printed: str) -> str:
    """Return the characters that a telephone dials for a printed number.

    Raises ValueError, in words for a clerk, when that is no number that Japan can dial.

    >>> dialled("0596-21-5556")
    '0596215556'
    >>> dialled("#8008")
    '#8008'
    """
    import phonenumbers

    number = SEPARATORS.sub("", tidy(printed))
    if SHORT_NUMBER.fullmatch(number):
        return number
    if not re.fullmatch(r"0[0-9]{8,10}", number):
        raise ValueError(
            _("電話番号として読めません。「0596-21-5556」のように、市外局番から入力してください。")
        )
    if not phonenumbers.is_valid_number(phonenumbers.parse(number, "JP")):
        raise ValueError(_("使われていない形の番号です。桁数と市外局番をご確認ください。"))
    return number


def charge(number: str) -> str:
    """Return what a call to a dialled number costs, where its prefix says so; otherwise ""."""
    if number.startswith(("0120", "0800")):
        return _("通話無料")
    if number.startswith("0570"):
        return _("通話料がかかります")
    return ""
