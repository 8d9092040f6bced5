"""Times of day as minutes from midnight, read from text and written."""

import re

from directory.hours import refusals
from directory.text.folding import compatible

DAY = 24 * 60

_NOON = 12 * 60
_IN_WORDS = re.compile(
    r"(?P<half>午前|午後)?\s*(?:(?P<noon>正午)"
    r"|(?P<hour>\d{1,2})\s*(?::\s*(?P<minute>\d{2})|時\s*(?:(?P<minutes>\d{1,2})\s*分|(?P<and_a_half>半))?))"
)
_TYPED = re.compile(r"(\d{1,2})(?::(\d{2})|時(?:(\d{1,2})分)?)")


def minutes(text: str) -> int:
    """Minutes from midnight, 0 to 1440, of a time typed by a clerk.

    Accepts 8:30, ８：３０, 8時30分, 8時, 0:00 and 24:00. Anything else raises ValueError with a
    message in Japanese that can stand beside the field.
    """
    typed = _TYPED.fullmatch(compatible(text).strip())
    if typed is None:
        raise ValueError(refusals.NO_TIME)
    hour, minute = int(typed[1]), int(typed[2] or typed[3] or 0)
    if minute > 59 or hour * 60 + minute > DAY:
        raise ValueError(refusals.BEYOND_MIDNIGHT)
    return hour * 60 + minute


def read_time(text: str) -> int:
    """Minutes from midnight of one time in words: 13:30, 午後1時30分, 13時半, 正午.

    Half-width letters are expected. Raises ValueError, with the piece that is not understood.
    """
    found = _IN_WORDS.fullmatch(text.strip())
    if not found:
        raise ValueError(refusals.no_time_in_words(text.strip()))
    if found["noon"]:
        return _NOON
    hour = int(found["hour"])
    minute = int(found["minute"] or found["minutes"] or (30 if found["and_a_half"] else 0))
    if found["half"] == "午後" and hour < 12:
        hour += 12
    if minute > 59 or hour * 60 + minute > DAY:
        raise ValueError(refusals.beyond_midnight(text.strip()))
    return hour * 60 + minute


def clock(minute: int) -> str:
    """The time of day as residents read it: 510 is 8:30, 1440 is 24:00."""
    return f"{minute // 60}:{minute % 60:02}"


def hh_mm(minute: int) -> str:
    """The time of day as machines read it: 510 is 08:30, 1440 is 24:00."""
    return f"{minute // 60:02}:{minute % 60:02}"


def end_of(opens: int, closes: int) -> int:
    """Closing in minutes from the midnight before the opening: not after it is the next day."""
    return closes if closes > opens else closes + DAY
