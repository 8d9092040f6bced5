"""Spans of time in words: 午前9時から5時, 22:00～翌6:00, or two boxes of a form."""

import re

from directory.hours import refusals
from directory.hours.clock import DAY, clock, lacks_half, read_time
from directory.hours.reading_tokens import HALF, IN_HALF, same_length

_HALVES = dict.fromkeys(["AM", "朝", "早朝", "深夜", "夜中", "真夜中"], "午前") | dict.fromkeys(
    ["PM", "夕方", "夜", "昼", "お昼"], "午後"
)
# The hours for which a word of daily life stands.
_HOURS_OF = {
    "朝": range(4, 12),
    "早朝": range(4, 8),
    "深夜": range(5),
    "夜中": range(5),
    "真夜中": range(3),
    "夕方": range(3, 8),
    "夜": range(5, 12),
    "昼": range(1, 4),
    "お昼": range(1, 4),
}
# Twelve o'clock of these is noon or midnight; 午前12時 and 午後12時 may be either.
_TWELVE = dict.fromkeys(["昼", "お昼"], DAY // 2) | dict.fromkeys(
    ["夜", "深夜", "夜中", "真夜中"], DAY
)

# What does not go on to the next day is not asked whether it does.
_ON_ONE_DAY = {refusals.LACKS_HALF: refusals.LACKS_HALF_ON_ONE_DAY} | dict.fromkeys(
    [refusals.ENDS_BEFORE, refusals.CLOSES_WHEN_IT_OPENS], refusals.ENDS_BEFORE_ON_ONE_DAY
)


def read_span(first: str, last: str, *, of_noon: bool = False) -> tuple[int, int]:
    """Opening and closing. Raises ValueError, in words for a clerk.

    午後 is carried over: 午後1時から5時. An end that is earlier by either half is on the next day:
    22:00～5:00. Which half is meant where neither word nor number tells is asked: 9時から5時; but
    not of a break at noon: 昼休み12時～1時.
    """
    next_day = "翌" in last
    opens, opens_half = _minutes(first)
    closes, closes_half = _minutes(re.sub("翌[日朝]?の?", "", last))
    if opens == DAY and opens_half:
        raise ValueError(refusals.UNCLEAR_HALF.format(text=first.strip()))
    if "翌" in first or opens >= DAY:
        raise ValueError(refusals.ENDS_BEFORE)
    if next_day or closes == 0:
        if closes > opens:
            raise ValueError(refusals.LONGER_THAN_A_DAY)
        return opens, closes or DAY
    if closes_half == "午後" and not opens_half and re.match(r"[1-5](?!\d)", first):
        raise ValueError(refusals.LACKS_HALF_OF_BEGINNING)
    by_noon = closes < DAY // 2
    by_day = not closes_half and by_noon and opens < closes + DAY // 2
    if by_day and (opens_half == "午後" or (of_noon and opens == DAY // 2)):
        closes += DAY // 2
    if closes == opens:
        raise ValueError(refusals.CLOSES_WHEN_IT_OPENS)
    if closes < opens and (by_day or not by_noon):
        raise ValueError(refusals.LACKS_HALF if by_day else refusals.ENDS_BEFORE)
    return opens, closes


def read_written_span(first: str, last: str, *, of_noon: bool = False) -> tuple[int, int]:
    """Opening and closing as `read_span`; 1時～4時 lacks its half of the day, 01:00～4:00 does not.

    A box of a form holds 1:00 as it was shown there; in a sentence it may be the afternoon.
    """
    opens, closes = read_span(first, last, of_noon=of_noon)
    bare = re.match(r"[1-5](?!\d)", first) and not re.search(f"{HALF}|翌", first + last)
    if bare and lacks_half(opens, closes):
        raise ValueError(refusals.LACKS_HALF_OF_BEGINNING)
    return opens, closes


def on_its_day(text: str) -> str:
    """An end without the word for the next day: 6:00 of 翌6:00."""
    return re.sub("^翌[日朝]?の?", "", text.strip())


def end_text(opens: int, closes: int) -> str:
    """The end of a span as it is typed: 17:00, 翌6:00."""
    return f"翌{clock(closes)}" if closes <= opens else clock(closes)


def read_pair(first: str, last: str) -> tuple[int, int]:
    """Opening and closing as typed into two boxes. Raises ValueError as `read_span` does."""
    for text in (first, on_its_day(last)):
        read_time(text)
    return read_span(same_length(first.strip()), same_length(last.strip()))


def read_pair_of_one_day(first: str, last: str) -> tuple[int, int]:
    """Beginning and end of what is over on the same day. Raises ValueError as `read_pair` does."""
    try:
        begins, ends = read_pair(first, last)
    except ValueError as error:
        raise ValueError(_ON_ONE_DAY.get(str(error), str(error))) from error
    if ends <= begins or not read_time(last):  # 0:00 is the next day's
        raise ValueError(refusals.ENDS_BEFORE_ON_ONE_DAY)
    return begins, ends


def _minutes(text: str) -> tuple[int, str]:
    """Minutes from midnight, and the half of the day that the text names."""
    found = re.search(rf"{HALF}|正午", text, re.IGNORECASE)
    word = re.sub(r"\.|の部$|の$|(?<=午.)中$", "", found[0].upper()) if found else ""
    half = _HALVES.get(word, word)
    plain = re.sub(rf"{IN_HALF}|\s", "", text, flags=re.IGNORECASE).replace(".", ":")
    plain = f"{plain}時" if plain.isdecimal() else plain
    hour = int((re.match(r"\d+", plain) or "0")[0])
    if hour == 12 and word in _TWELVE and re.fullmatch("12(?:時|:00)", plain):
        return _TWELVE[word], half
    minutes = read_time(plain if half == "正午" else half + plain)
    if (hour == 12 and (half == "午後" or word == "AM")) or hour not in _HOURS_OF.get(
        word, (hour,)
    ):
        raise ValueError(refusals.UNCLEAR_HALF.format(text=text.strip()))
    return minutes, half
