"""Table of a file as clerks bring it back: the sheet with the headings, cells by column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from directory.spreadsheets.files import (
    HEADING_WITHIN,
    MAX_ROWS,
    csv_rows,
    is_workbook,
    open_sheets,
    too_many,
)
from directory.spreadsheets.refusals import FileRefused
from directory.text.folding import lookup_key


@dataclass
class Table:
    """Table of a file: rows with their number, cells by the name of their column."""

    sheet: str
    letters: dict[str, str]  # the letter of each column, by its name
    rows: list[tuple[int, dict]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # headings that are none of ours

    def place(self, number: int, name: str = "", heading: str = "") -> str:
        """Place of a row or cell, as a clerk finds it in Excel."""
        sheet = _("シート「%(sheet)s」") % {"sheet": self.sheet} if self.sheet else ""
        row = _("%(number)d行目") % {"number": number}
        if name not in self.letters:
            return f"{sheet}{row}{heading}"
        column = _("%(letter)s列「%(heading)s」")
        return f"{sheet}{row} {column % {'letter': self.letters[name], 'heading': heading}}"


def read_table(content: bytes, names: dict[str, str], required: dict[str, str]) -> Table:
    """Table of a file. `names` maps keys of headings to columns; `required` columns to headings.

    Raises FileRefused for a file without such a table.
    """
    found = [(sheet, grid, *_heading(grid, names)) for sheet, grid in _grids(content)]
    sheet, grid, number, columns = max(found, key=lambda each: len(each[3]))
    missing = [heading for name, heading in required.items() if name not in columns]
    if len(columns) < 2:
        raise FileRefused(
            _(
                "相談窓口の表が見つかりません。この画面から書き出した表を直して、取り込んでください。"
            )
        )
    if missing:
        raise FileRefused(
            _(
                "「%(headings)s」の列がありません。見出しの行を、書き出した表のとおりに戻してください。"
            )
            % {"headings": "」「".join(missing)}
        )
    return _table(sheet, grid, number, columns, names)


def _table(sheet: str, grid: list[list], number: int, columns: dict, names: dict) -> Table:
    from openpyxl.utils import get_column_letter

    headings = [str(cell).strip() for cell in grid[number] if cell not in (None, "")]
    table = Table(
        sheet,
        {name: get_column_letter(index + 1) for name, index in columns.items()},
        unread=[heading for heading in headings if lookup_key(heading) not in names],
    )
    for row_number, row in enumerate(grid[number + 1 :], start=number + 2):
        cells = {name: row[at] if at < len(row) else None for name, at in columns.items()}
        if any(cell is not None and str(cell).strip() for cell in cells.values()):
            table.rows.append((row_number, cells))
    if not table.rows:
        raise FileRefused(_("見出しの下に、窓口が1件もありません。"))
    if len(table.rows) > MAX_ROWS:
        raise too_many(len(table.rows))
    return table


def _heading(grid: list[list], names: dict[str, str]) -> tuple[int, dict[str, int]]:
    """Row with the most known headings among the first ones, and index of each column."""
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(grid[:HEADING_WITHIN]):
        columns: dict[str, int] = {}
        for index, cell in enumerate(row):
            if name := names.get(lookup_key(cell)):
                if name in columns:
                    raise FileRefused(_("「%(heading)s」の列が二つあります。") % {"heading": cell})
                columns[name] = index
        if len(columns) > len(best[1]):
            best = (number, columns)
    return best


def _grids(content: bytes) -> Iterator[tuple[str, list[list]]]:
    """Name and cells of each sheet; a CSV file is one sheet without a name."""
    if is_workbook(content):
        yield from ((sheet.title, sheet.rows) for sheet in open_sheets(content))
    else:
        yield "", csv_rows(content)
