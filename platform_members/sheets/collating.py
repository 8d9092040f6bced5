"""All programmes of a year as the report's figure: departments and what repeats merged. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from directory.exchange.cells import shown
from platform_members.models import Programme
from platform_members.sheets.layout import (
    CHOICES,
    DEVELOPMENT,
    NPOS,
    PROGRAMMES,
    SheetTable,
    short_name,
)

# Equal cells one below the other become one, within a department.
MERGED = {"department", "status", "kind", "target", "delivery"}


@dataclass(frozen=True)
class Cell:
    """A cell of the collated sheet, and over how many rows it reaches."""

    text: str
    rows: int = 1


@dataclass(frozen=True)
class CollatedTable:
    """One table: each row has a cell a column, or None where one from above reaches down."""

    table: SheetTable
    rows: list[list[Cell | None]]


def collate(programmes: Iterable[Programme], city: str) -> list[CollatedTable]:
    """Arrange programmes, sorted as they come, into the two tables; an empty one is left out."""
    own, npo = [], []
    for programme in programmes:
        (npo if programme.is_npo_row else own).append(programme)
    return [
        CollatedTable(table, _merged([_texts(each, table, city) for each in rows], table))
        for table, rows in ((PROGRAMMES, own), (NPOS, npo))
        if rows
    ]


def text_of(programme: Programme, name: str, city: str) -> str:
    """What stands in a programme's cell of a column."""
    if name == "department":
        return short_name(programme.organisation.name, city)
    value = getattr(programme, name)
    if name in CHOICES:
        return str(CHOICES[name](value).label) if value else ""
    if name == "content" and programme.possible_development:
        return f"{value}\n{DEVELOPMENT}\n{programme.possible_development}".strip()
    return value


def _texts(programme: Programme, table: SheetTable, city: str) -> list[str]:
    return [shown(text_of(programme, column.name, city)) for column in table.columns]


def _merged(texts: list[list[str]], table: SheetTable) -> list[list[Cell | None]]:
    names = [column.name for column in table.columns]
    department = names.index("department")
    rows: list[list[Cell | None]] = [[Cell(text) for text in line] for line in texts]
    for column, name in enumerate(names):
        if name not in MERGED:
            continue
        top = 0
        for number in range(1, len(texts) + 1):
            if (
                number < len(texts)
                and texts[number][column] == texts[top][column] != ""
                and texts[number][department] == texts[top][department]
            ):
                rows[number][column] = None
                continue
            rows[top][column] = Cell(texts[top][column], number - top)
            top = number
    return rows
