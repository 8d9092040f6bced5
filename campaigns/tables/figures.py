"""Figures in any usual spelling: ¥100,301, ４．６４％, 1,063回; plain values, no Django.

Everything is folded once (full-width to half-width, no spaces), then read strictly: a figure that
can be misread is refused with a sentence that says what to do.
"""

import functools
import re
from decimal import ROUND_HALF_UP, Decimal

from campaigns.tables import refusals
from directory.text.folding import compatible

MAX_FIGURE = 10**12  # yen or impressions: far beyond any city's campaign, far below a bigint
MAX_LENGTH = 40
# Other money than yen, as symbol or code, in a cell or in a heading.
OTHER_MONEY = re.compile(
    r"[$€£₩฿₹]|(?<![a-z])(?:usd|eur|gbp|krw|cny|rmb|twd|aud)(?![a-z])|ドル|ユーロ|ウォン", re.I
)
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?")
_AROUND = re.compile(r"^(?:[¥\\]|jpy)|(?:円|回|件|クリック|jpy|%)$", re.I)


def folded(text: str) -> str:
    """Text in half-width letters, stripped, in which figures and names are compared."""
    return compatible(text).strip()


@functools.lru_cache(maxsize=1_000)  # a daily table names the same few media again and again
def same_medium(name: str) -> str:
    """Key of a medium's name: equal for two spellings of one medium."""
    return re.sub(r"\s+", "", folded(name)).casefold()


def plain(text: str) -> str:
    """Figure without ¥, %, separators and units, with its decimals: "¥1,063.50" → "1063.50".

    Raises ValueError with a Japanese sentence for other money, a negative or an unreadable figure.
    """
    if len(text) > MAX_LENGTH:
        raise ValueError(refusals.LONG_FIGURE)
    if text.isascii() and text.isdecimal():
        return text.lstrip("0") or "0"
    if OTHER_MONEY.search(folded(text)):
        raise ValueError(refusals.OTHER_MONEY.format(text=text))
    number = re.sub(r"[\s_]", "", folded(text)).replace("、", ",")
    if re.match(r"[-−–▲△(]", number.lstrip("¥\\")) and re.search(r"\d", number):
        raise ValueError(refusals.NEGATIVE.format(text=text))
    for _each in range(2):
        number = _AROUND.sub("", number)
    if not _NUMBER.fullmatch(number):
        raise ValueError(refusals.NO_NUMBER.format(text=text))
    whole, dot, decimals = number.replace(",", "").partition(".")
    return (whole.lstrip("0") or "0") + dot + decimals


def count(text: str) -> int:
    """Whole number: impressions, clicks, yen. Raises ValueError as `plain` does."""
    number = plain(text)
    if "%" in folded(text):
        raise ValueError(refusals.RATIO_FOR_COUNT.format(text=text))
    whole, _dot, decimals = number.partition(".")
    if decimals.strip("0"):
        raise ValueError(refusals.FRACTION.format(text=text))
    if int(whole) > MAX_FIGURE:
        raise ValueError(refusals.LARGE_FIGURE.format(text=text))
    return int(whole)


def yen(text: str) -> int:
    """Whole yen, of a fraction the nearest. Raises ValueError as `plain` does."""
    whole, _dot, decimals = plain(text).partition(".")
    return rounded(Decimal(f"{count(whole)}.{decimals or 0}")) if decimals else count(text)


def rounded(cost: Decimal | int) -> int:
    """The nearest whole number of yen."""
    return int(Decimal(cost).quantize(Decimal(1), ROUND_HALF_UP))


def reported(text: str) -> str:
    """Reported ratio or sum with its own decimals; empty for an empty cell or a dash.

    Raises ValueError as `plain` does.
    """
    return plain(text) if stated(text) else ""


def stated(text: str) -> bool:
    """Whether a cell has a value: neither empty nor a dash."""
    return folded(text) not in ("", "-", "--", "—", "―", "ー", "−")
