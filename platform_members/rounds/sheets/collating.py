"""Collated sheet: programmes of a year as in the report's figure, equal cells merged. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from directory.spreadsheets.cells import guarded
from platform_members.models import Programme
from platform_members.rounds.sheets.layout import (
    CHOICES,
    DEVELOPMENT,
    NPOS,
    PROGRAMMES,
    TABLES,
    UNANSWERED,
    SheetTable,
    short_name,
)

# Equal cells one below the other become one, within a department.
MERGED = {"department", "status", "kind", "target", "delivery"}


@dataclass(frozen=True)
class CollatedCell:
    """A cell of the collated sheet, and over how many rows it reaches."""

    text: str
    rows: int = 1


@dataclass(frozen=True)
class CollatedTable:
    """One table: each row has a cell a column, or None where one from above reaches down."""

    table: SheetTable
    rows: list[list[CollatedCell | None]]


def collate(
    programmes: Iterable[Programme], city: str, *, unanswered: frozenset[int] = frozenset()
) -> list[CollatedTable]:
    """Arrange programmes, sorted as they come, into the two tables; an empty one is left out.

    Rows of organisations that were asked and have not answered (`unanswered`, their keys) are
    marked beside the department's name.
    """
    wording = _Wording(city, unanswered)
    lines: dict[str, list[list[str]]] = {table.name: [] for table in TABLES}
    for programme in programmes:
        table = NPOS if programme.is_npo_row else PROGRAMMES
        lines[table.name].append([wording.of(programme, each.name) for each in table.columns])
    return [
        CollatedTable(table, _merged(lines[table.name], table))
        for table in TABLES
        if lines[table.name]
    ]


class _Wording:
    """Texts of cells, cached, because many are equal."""

    def __init__(self, city: str, unanswered: frozenset[int]):
        self.unanswered = unanswered
        self.department = cache(lambda name: guarded(short_name(name, city)))
        self.labels = {
            name: {"": "", **{each.value: str(each.label) for each in choices}}
            for name, choices in CHOICES.items()
        }

    def of(self, programme: Programme, name: str) -> str:
        """The text in a programme's cell of a column."""
        if name == "department":
            mark = f"\n{UNANSWERED}" if programme.organisation_id in self.unanswered else ""
            return self.department(programme.organisation.name) + mark
        value = getattr(programme, name)
        if name in self.labels:
            return self.labels[name][value]
        if name == "content" and programme.possible_development:
            value = f"{value}\n{DEVELOPMENT}\n{programme.possible_development}"
        return guarded(value) if value else ""


def _merged(texts: list[list[str]], table: SheetTable) -> list[list[CollatedCell | None]]:
    names = [column.name for column in table.columns]
    department = names.index("department")
    rows: list[list[CollatedCell | None]] = [
        [CollatedCell(text) for text in line] for line in texts
    ]
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
            rows[top][column] = CollatedCell(texts[top][column], number - top)
            top = number
    return rows
