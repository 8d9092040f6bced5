"""Table of a series: two columns, a date (month or day) and a number."""

import re
from dataclasses import dataclass, field
from datetime import date

from campaigns.report.periods import MONTH
from campaigns.tables import figures, refusals
from campaigns.tables.rows import TableProblem
from directory.hours import dates
from directory.hours.refusals import BEYOND_YEARS

EARLIEST, LATEST = 1989, 2099


@dataclass
class SeriesReading:
    """Result of reading a table: counts by date, problems."""

    values: dict[date, int] = field(default_factory=dict)
    problems: list[TableProblem] = field(default_factory=list)


def read_series(rows: list[list[str]], step: str) -> SeriesReading:
    """Dates and counts of a table; a first row without a date is its headings."""
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
                raise ValueError(refusals.SAME_DAY.format(text=cells[0], first=places[day]))
        except ValueError as error:
            reading.problems.append(TableProblem(number, str(error)))
        else:
            places[day], reading.values[day] = number, value
    if not reading.values and not reading.problems:
        reading.problems.append(TableProblem(0, refusals.NO_VALUES))
    return reading


def read_date(text: str, step: str) -> date:
    """Day, or first day of a month (2023-01, 2023年1月, 令和5年1月).

    Raises ValueError with a Japanese sentence.
    """
    read = dates.read_month(text) if step == MONTH else dates.read_date(text)
    if not EARLIEST <= read.year <= LATEST:
        raise ValueError(BEYOND_YEARS.format(text=text, first=EARLIEST, last=LATEST))
    return read
