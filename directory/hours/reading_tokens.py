"""Patterns of the words of which hours are written: days, times, and what surrounds them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from directory.hours import refusals
from directory.hours.clock import DAY, read_time
from directory.hours.rules import LAST_WEEK
from directory.hours.words.ja import WEEKDAYS
from directory.text.folding import letter_by_letter

TO = "～"
_STROKES = "~〜∼-‐‑‒–—―−－ー"
_SAME = str.maketrans(dict.fromkeys(_STROKES, TO) | {"，": "、", "；": "、", ";": "、", ",": "、"})

_WEEKDAY = rf"[{WEEKDAYS}](?:曜日?)?"
_RANGE = rf"{_WEEKDAY}(?:\s*(?:～|から)\s*{_WEEKDAY}(?:まで)?)?"
_DAY = rf"(?:祝日|祝|{_RANGE})"
_JOIN = r"\s*[、・と及びおよ]*\s*"
_WEEK = r"第[1-5](?:・[1-5])*|最終"
_WEEKS = rf"(?:毎月\s*)?(?:{_WEEK})(?:[・、]?(?:{_WEEK}))*\s*"
_DAY_LIST = rf"{_DAY}(?:{_JOIN}{_DAY})*"
_SPECIAL = r"(?:毎日|平日)"
DAYS = re.compile(
    rf"(?:{_SPECIAL}(?:{_JOIN}{_DAY})*|(?:毎週\s*)?(?:{_WEEKS})?{_DAY_LIST})(?![月年])"
)
_TIME = r"(?:翌日?|午前|午後)?\s*(?:\d{1,2}:\d{2}|\d{1,2}時(?:\d{1,2}分|半)?|正午)"
_SPAN = rf"(?:24時間|{_TIME}\s*(?:～|から)\s*{_TIME}(?:まで)?)"
SPANS = re.compile(rf"{_SPAN}(?:\s*[、/と及び]*\s*{_SPAN})*")
SEPARATORS = re.compile(r"[\s、。/・]*")
BRACKET = re.compile(r"\((?P<inside>[^()]*)\)")
YEAR_END_PERIOD = r"12[月/]29日?\s*～\s*1[月/]3日?"
_CLOSED_NAME = rf"(?:年末年始|{YEAR_END_PERIOD}|(?:{_WEEKS})?{_DAY})"
_CLOSED_NAMES = rf"{_CLOSED_NAME}(?:{_JOIN}{_CLOSED_NAME})*"
CLOSED = re.compile(
    rf"※?(?:(?P<names>{_CLOSED_NAMES})\s*(?:は|を)?\s*(?:お休み|休み|定休日?|休業日?|休館日?|除く|休)"
    rf"|(?:定休日|休業日|休み)\s*[:は]?\s*(?P<names_after>{_CLOSED_NAMES}))"
)
SHIFTED = re.compile(
    rf"※?\s*(?P<days>{_DAY_LIST})が祝日(?:の場合|のとき|と重なる場合)は、?翌平日も?(?:休み|休業|休館)"
)
_BEGINNING = rf"(?:原則(?:として)?[、\s]*)?(?:{DAYS.pattern})[\s、:]*(?:{_SPAN})"
LABEL = re.compile(rf"※(?P<label>[^\n]+?)[\s:]+(?={_BEGINNING})")


@dataclass(frozen=True, slots=True)
class Days:
    """Days as one reads them: weekdays, weeks of the month, and whether holidays are meant."""

    weekdays: frozenset[int]
    nth_weeks: frozenset[int] = frozenset()
    holidays: bool = False
    daily: bool = False


def same_length(text: str) -> str:
    """The text in half width, letter by letter, with one stroke and one comma for their forms."""
    return letter_by_letter(text.translate(_SAME)).translate(_SAME)


def read_days(text: str) -> Days:
    """Read what `DAYS` has found."""
    weekdays: set[int] = set()
    daily = "毎日" in text
    if daily:
        weekdays |= set(range(7))
    if "平日" in text:
        weekdays |= set(range(5))
    text = re.sub("毎日|平日|毎週|毎月", "", text)
    weeks = {
        int(digit) for each in re.findall(r"第([1-5・]+)", text) for digit in each if digit != "・"
    }
    if "最終" in text:
        weeks.add(LAST_WEEK)
    text = re.sub(r"第[1-5・]+|最終", "", text)
    holidays = bool(re.search("祝日|祝", text))
    text = re.sub("祝日|祝", "", text)
    for found in re.finditer(_RANGE, text):
        first, *last = (
            WEEKDAYS.index(day) for day in re.findall(f"([{WEEKDAYS}])(?:曜日?)?", found[0])
        )
        weekdays |= set(_days_between(first, last[0] if last else first))
    return Days(frozenset(weekdays), frozenset(weeks), holidays, daily)


def _days_between(first: int, last: int) -> Iterator[int]:
    """The days of a range, which may run over Sunday: 土～月."""
    for step in range((last - first) % 7 + 1):
        yield (first + step) % 7


def read_spans(text: str) -> list[tuple[int, int]]:
    """Read what `SPANS` has found. Raises ValueError, in words for a clerk."""
    spans = []
    for found in re.finditer(_SPAN, text):
        if found[0] == "24時間":
            spans.append((0, DAY))
            continue
        first, last = re.split(r"～|から", found[0], maxsplit=1)
        opens, closes = _minutes(first), _minutes(last)
        next_day = "翌" in last
        if "翌" in first or opens >= DAY or next_day != (closes <= opens):
            raise ValueError(refusals.ENDS_BEFORE)
        spans.append((opens, closes))
    return spans


def _minutes(text: str) -> int:
    return read_time(re.sub(r"翌日?|まで", "", text))
