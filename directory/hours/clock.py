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


def read_time(text: str) -> int:
    """Minutes from midnight, 0 to 1440, of one time as people write it.

    Reads 8:30, ８：３０, 13時半, 午後1時30分, 正午, 0:00 and 24:00. Raises ValueError with a
    sentence that can stand beside a field, and with the piece that is not understood.
    """
    found = _IN_WORDS.fullmatch(compatible(text).strip())
    if not found:
        raise ValueError(refusals.NO_TIME.format(text=text.strip()))
    if found["noon"]:
        return _NOON
    hour = int(found["hour"])
    minute = int(found["minute"] or found["minutes"] or (30 if found["and_a_half"] else 0))
    if found["half"] == "午後" and hour < 12:
        hour += 12
    if minute > 59 or hour * 60 + minute > DAY:
        raise ValueError(refusals.BEYOND_MIDNIGHT.format(text=text.strip()))
    if found["half"] == "午前" and hour * 60 + minute > _NOON:
        raise ValueError(refusals.NO_TIME.format(text=text.strip()))
    return hour * 60 + minute


def clock(minute: int) -> str:
    """The time of day as residents read it: 510 is 8:30, 1440 is 24:00."""
    return f"{minute // 60}:{minute % 60:02}"


def hh_mm(minute: int) -> str:
    """The time of day as machines read it: 510 is 08:30, 1440 is 24:00."""
    return f"{minute // 60:02}:{minute % 60:02}"


def lacks_half(opens: int, closes: int) -> bool:
    """Whether times as plain as 1:00～4:00 may be of either half of the day."""
    return 60 <= opens < 6 * 60 and opens < closes < _NOON


def end_of(opens: int, closes: int) -> int:
    """Closing in minutes from the midnight before the opening: not after it is the next day."""
    return closes if closes > opens else closes + DAY
