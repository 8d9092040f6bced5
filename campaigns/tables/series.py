"""A series by month or by day: two columns, a date and a number."""

import re
from dataclasses import dataclass, field
from datetime import date

from campaigns.report.periods import MONTH
from campaigns.tables import figures, refusals
from campaigns.tables.rows import Problem
from directory.hours import dates
from directory.hours.refusals import beyond_years

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
                raise ValueError(refusals.TWO_COLUMNS)
            day = read_date(cells[0], step)
            value = figures.count(cells[1])
            if day in places:
                raise ValueError(refusals.same_day(cells[0], places[day]))
        except ValueError as error:
            reading.problems.append(Problem(number, str(error)))
        else:
            places[day], reading.values[day] = number, value
    if not reading.values and not reading.problems:
        reading.problems.append(Problem(0, refusals.NO_VALUES))
    return reading


def read_date(text: str, step: str) -> date:
    """Read a month (2023-01, 2023年1月, 令和5年1月), which is its first day, or a day.

    Raises ValueError with a Japanese sentence.
    """
    read = dates.read_month(text) if step == MONTH else dates.read_date(text)
    if not EARLIEST <= read.year <= LATEST:
        raise ValueError(beyond_years(text, EARLIEST, LATEST))
    return read
