"""A series by month or by day: two columns, a date and a number."""

import re
from dataclasses import dataclass, field
from datetime import date

from campaigns import figures
from campaigns.periods import MONTH
from campaigns.reading.tables import Problem

ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988}
_DATE = re.compile(
    r"(?P<era>令和|平成|r|h)?(?P<year>\d{1,4}|元)(?:年|[/.\-])(?P<month>\d{1,2})(?:月|$|[/.\-])"
    r"(?:(?P<day>\d{1,2})日?)?(?:\s*\(?[月火水木金土日]\)?)?$",
    re.I,
)
EARLIEST, LATEST = 1989, 2099


@dataclass
class SeriesReading:
    """The values that a table gives, and what must be mended."""

    values: dict[date, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_series(rows: list[list[str]], step: str) -> SeriesReading:
    """Read dates and counts; a first row without a date is taken to be headings."""
    reading = SeriesReading()
    places: dict[date, int] = {}
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and not re.match(r"\D{0,2}\d", figures.folded(cells[0]))):
            continue
        try:
            if len(cells) < 2:
                raise ValueError("日付と数の2列が必要です。")
            day = read_date(cells[0], step)
            value = figures.count(cells[1])
            if day in places:
                raise ValueError(
                    f"{cells[0]}は{places[day]}行目にもあります。どちらかを消してください。"
                )
        except ValueError as error:
            reading.problems.append(Problem(number, str(error)))
        else:
            places[day], reading.values[day] = number, value
    if not reading.values and not reading.problems:
        reading.problems.append(Problem(0, "数の行がありません。"))
    return reading


def read_date(text: str, step: str) -> date:
    """Read 2023-01, 2023/1/15, 2023年1月, 令和5年1月; a month is its first day.

    Raises ValueError with a Japanese sentence.
    """
    found = _DATE.match(figures.folded(text)) if len(text) <= figures.LONGEST else None
    wanted = "2023年1月" if step == MONTH else "2023年1月15日"
    if not found:
        raise ValueError(
            f"「{text[:40]}」は日付として読めません。「{wanted}」のように入力してください。"
        )
    year = 1 if found["year"] == "元" else int(found["year"])
    year += ERAS[found["era"].lower()] if found["era"] else 0
    day = found["day"]
    if step == MONTH and day and int(day) != 1:
        raise ValueError(f"「{text}」：月ごとの数です。「{wanted}」のように入力してください。")
    if step != MONTH and not day:
        raise ValueError(f"「{text}」：日ごとの数です。「{wanted}」のように入力してください。")
    try:
        read = date(year, int(found["month"]), int(day or 1))
    except ValueError as error:
        raise ValueError(f"「{text}」という日はありません。") from error
    if not EARLIEST <= read.year <= LATEST:
        raise ValueError(f"「{text}」：{EARLIEST}年から{LATEST}年までの日付を入力してください。")
    return read
