"""Dates as people write them: 2026年4月1日, 2026/4/1, 2026-04-01, 令和8年4月1日, R8.4.1.

The one reader of dates, for forms, cells of Excel and CSV, addresses and texts of reception
hours. A year of one or two digits needs its era: 8/12/30 may be 令和8年 or 2008, and is refused
with both readings. Refusals are ValueError with a sentence for the person who typed the date.
"""

import re
from calendar import isleap
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from directory.hours import refusals
from directory.hours.words.ja import WEEKDAYS
from directory.hours.words.ja import day as day_words
from directory.text.folding import compatible

# First and last day of each era; older eras are in no source of ours.
ERAS = {
    "令和": (date(2019, 5, 1), date.max),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
}
FIRST_YEAR, LAST_YEAR = 1926, 2099
DATE = (
    r"(?:(?:令和?|平成?|昭和?|[RHS])(?:\d{1,2}|元)|\d{4})(?:年|[-/.])\d{1,2}(?:月|[-/.])\d{1,2}日?"
)

_LETTERS = {"R": "令和", "H": "平成", "S": "昭和", "令": "令和", "平": "平成", "昭": "昭和"}
_YEAR = (
    r"(?:(?P<era>令和?|平成?|昭和?|[RHS])\s*(?P<of_era>\d{1,2}|元)|(?P<year>\d{4}|\d{1,2}))"
    r"\s*[-年/.]\s*"
)
_BEGINNING = re.compile(
    rf"(?:{_YEAR})?(?P<month>\d{{1,2}})\s*(?:月|[-/.])\s*(?P<day>\d{{1,2}})(?!\d)\s*日?"
    rf"(?:\s*\(\s*(?P<bracketed>[{WEEKDAYS}])(?:曜日?)?(?:\s*[・、,]?\s*祝日?)?\s*\)"
    rf"|\s*(?P<spelt>[{WEEKDAYS}])曜日?)?",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"{_YEAR}(?P<month>\d{{1,2}})\s*月?", re.IGNORECASE)
# 2026年1月5日付, as letters are dated.
_DATED = re.compile(r"(?<=[日)])付け?$")
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
# What Excel and databases write behind a date without time.
_MIDNIGHT = re.compile(r"(?<=\d)(?:\s+|T)0{1,2}:00(?::00)?$")
_KANJI_NUMBER = re.compile(r"[〇一二三四五六七八九十]{1,4}(?=\s*[年月日])")
_KANJI_DIGITS = {letter: str(digit) for digit, letter in enumerate("〇一二三四五六七八九")}
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date at the beginning of a text, the weekday beside it, and the text behind them."""

    day: date
    weekday: str  # one letter of WEEKDAYS, or nothing
    rest: str

    @property
    def disagrees(self) -> bool:
        """Whether the weekday as written is not that of the day."""
        return bool(self.weekday) and WEEKDAYS.index(self.weekday) != self.day.weekday()


def read_date(text: str, without_year: Callable[[int, int], date] | None = None) -> date:
    """Read a text that is one whole date. Raises ValueError.

    `without_year` is as for `read_beginning`.
    """
    plain = _DATED.sub("", _MIDNIGHT.sub("", _plain(text)))
    if digits := _EIGHT_DIGITS.fullmatch(plain):
        plain = "-".join(digits.groups())
    if not _BEGINNING.fullmatch(plain):
        raise _unreadable(text)
    written = read_beginning(plain, without_year)
    if written.disagrees:
        weekday = WEEKDAYS[written.day.weekday()]
        told = {"text": text.strip(), "day": day_words(written.day), "weekday": weekday}
        raise ValueError(refusals.WRONG_WEEKDAY.format(**told))
    return written.day


def read_beginning(
    text: str, without_year: Callable[[int, int], date] | None = None
) -> WrittenDate:
    """Read the date with which a text begins. Raises ValueError.

    `without_year` gives the day of a month and a day that stand without a year; only where the
    page shows the date back in words before it is saved.
    """
    plain = _plain(text)
    found = _BEGINNING.match(plain)
    if not found:
        raise _unreadable(text)
    month, day = int(found["month"]), int(found["day"])
    try:
        if found["era"] or found["year"]:
            read = _day(found, month, day)
        elif without_year:
            read = without_year(month, day)
        else:
            date(2000, month, day)  # a leap year: no date at all is named as such
            told = {"text": found[0].strip(), "month": month, "day": day}
            raise _Refused(refusals.WITHOUT_YEAR.format(**told))
    except _Refused:
        raise
    except ValueError:
        raise ValueError(refusals.NO_SUCH_DAY.format(text=found[0].strip())) from None
    weekday = found["bracketed"] or found["spelt"] or ""
    return WrittenDate(read, weekday, plain[found.end() :].strip())


def coming(today: date) -> Callable[[int, int], date]:
    """The reader of 12/30 as the next such day, today among them."""

    def day_from(month: int, day: int) -> date:
        first = today.year + ((month, day) < (today.month, today.day))
        # 29 February comes within eight years.
        years = range(first, first + 9 if (month, day) == (2, 29) else first + 1)
        year = next((each for each in years if (month, day) != (2, 29) or isleap(each)), first)
        return date(year, month, day)

    return day_from


def nearest(today: date) -> Callable[[int, int], date]:
    """The reader of 12/30 as this year's or the next year's, whichever is nearer to today."""

    def day_near(month: int, day: int) -> date:
        days = []
        for year in (today.year, today.year + 1):
            with suppress(ValueError):
                days.append(date(year, month, day))
        if not days:
            raise ValueError
        return min(days, key=lambda each: abs(each - today))

    return day_near


def read_month(text: str) -> date:
    """Read 2023年1月, 2023-01, 令和5年1月 or the first day of a month as that day.

    Raises ValueError.
    """
    found = _MONTH.fullmatch(_plain(text))
    try:
        if found and (found["era"] or len(found["year"]) == 4):
            read = _day(found, int(found["month"]), 1)
        else:
            read = read_date(text)
    except ValueError as error:
        raise ValueError(refusals.NO_MONTH.format(text=text.strip())) from error
    if read.day != 1:
        raise ValueError(refusals.DAY_FOR_A_MONTH.format(text=text.strip()))
    return read


def with_weekday(day: date) -> str:
    """2026年12月30日（水）."""
    return f"{day_words(day)}（{WEEKDAYS[day.weekday()]}）"


def in_era(day: date) -> str:
    """令和8年12月30日; the day's own era."""
    name, (first, _last) = next(
        (name, days) for name, days in ERAS.items() if days[0] <= day <= days[1]
    )
    year = day.year - first.year + 1
    return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


class _Refused(ValueError):
    """A refusal whose sentence needs no addition by the caller."""


def _day(found: re.Match[str], month: int, day: int) -> date:
    """The day of a found year. Raises ValueError for a day that no calendar has."""
    written = found[0].strip()
    if found["era"]:
        read = _day_of_era(found, month, day)
    elif len(found["year"]) == 4:
        read = date(int(found["year"]), month, day)
    else:
        raise _needs_era(written, int(found["year"]), month, day)
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        limits = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise _Refused(refusals.BEYOND_YEARS.format(text=written, **limits))
    return read


def _day_of_era(found: re.Match[str], month: int, day: int) -> date:
    name = _LETTERS.get(found["era"].upper(), found["era"])
    first, last = ERAS[name]
    year = 1 if found["of_era"] == "元" else int(found["of_era"])
    read = date(first.year - 1 + year, month, day)
    if first <= read <= last:
        return read
    hint = refusals.DAY_MEANT.format(meant=_both_ways(read)) if year else ""
    refusal = refusals.NO_SUCH_DAY_OF_ERA.format(text=found[0].strip(), era=name)
    raise _Refused(refusal + hint)


def _both_ways(day: date) -> str:
    """「令和8年12月30日」（2026年12月30日）."""
    return f"「{in_era(day)}」（{day_words(day)}）"


def _needs_era(text: str, year: int, month: int, day: int) -> ValueError:
    """The refusal of 8/12/30, with what it may mean."""
    readings = []
    for full_year in (2018 + year, 2000 + year):
        try:
            read = date(full_year, month, day)
        except ValueError:
            continue
        if full_year > 2018:
            readings.append(_both_ways(read))
        else:
            readings.append(f"「{day_words(read)}」")
    if not readings:
        return ValueError(text)
    return _Refused(refusals.UNCLEAR_YEAR.format(text=text, readings="か".join(readings)))


def _plain(text: str) -> str:
    """The text with half-width letters and with digits for 十二 before 年, 月 and 日."""
    if len(text) > _LONGEST * 10:
        raise _unreadable(text)
    plain = compatible(text).strip()
    return _KANJI_NUMBER.sub(lambda found: digits_of(found[0]), plain)


def digits_of(kanji: str) -> str:
    """十二 as 12, 三十 as 30, 二〇二六 as 2026."""
    if "十" not in kanji:
        return "".join(_KANJI_DIGITS[letter] for letter in kanji)
    tens, _ten, ones = kanji.partition("十")
    return (_KANJI_DIGITS.get(tens, "") or "1") + (_KANJI_DIGITS.get(ones, "") or "0")


def _unreadable(text: str) -> ValueError:
    return _Refused(refusals.NO_DATE.format(text=text.strip()))
