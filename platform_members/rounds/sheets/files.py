"""Sheets of an uploaded file, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from directory.spreadsheets.files import MAX_COLUMNS, Sheet, csv_rows, is_workbook, open_sheets
from platform_members.rounds.sheets.values import is_blank


@dataclass
class Grid:
    """Cells of one sheet, with their places."""

    file: str
    sheet: str
    rows: list[list]
    # Rows (counted from 1) that Excel does not show.
    hidden: set[int] = field(default_factory=set)
    # Cells (row from 1, column from 0) that are merged with the one above.
    merged: set[tuple[int, int]] = field(default_factory=set)
    # First and last column (from 0) of what is merged across columns, by row (from 1).
    across: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    is_hidden: bool = False
    is_cut: bool = False  # wider than what is read

    @property
    def name(self) -> str:
        """The sheet as people find it in the file; nothing for CSV."""
        return _("シート「%s」") % self.sheet if self.sheet else ""

    def place(self, row: int) -> str:
        """Say where a row stands, as people find it in Excel."""
        return self.name + _("%d行目") % row

    @staticmethod
    def column(column: int, heading: str) -> str:
        """Name a column (from 0) by its letter and heading."""
        from openpyxl.utils import get_column_letter

        letter = get_column_letter(column + 1)
        if not heading:
            return _("%s列（見出しなし）") % letter
        return _("%(letter)s列「%(heading)s」") % {"letter": letter, "heading": heading}


def grids(name: str, content: bytes) -> list[Grid]:
    """Return the sheets of a file. Raises directory.spreadsheets.files.FileRefused."""
    if not is_workbook(content):
        rows = csv_rows(content)
        is_cut = any(not is_blank(cell) for row in rows for cell in row[MAX_COLUMNS:])
        return [Grid(name, "", [row[:MAX_COLUMNS] for row in rows], is_cut=is_cut)]
    return [_grid(name, sheet) for sheet in open_sheets(content)]


def _grid(name: str, sheet: Sheet) -> Grid:
    """One sheet of Excel's. A cell merged with the one above says what that one says."""
    last = len(sheet.rows)
    across: dict[int, list[tuple[int, int]]] = {}
    for left, top, right, bottom in sheet.merged:
        if right > left:
            for number in range(top, min(bottom, last) + 1):
                across.setdefault(number, []).append((left - 1, right - 1))
    return Grid(
        name,
        sheet.title,
        sheet.rows,
        hidden=set(sheet.hidden_rows),
        merged={
            (number, left - 1)
            for left, top, _right, bottom in sheet.merged
            for number in range(top + 1, min(bottom, last) + 1)
        },
        across=across,
        is_hidden=sheet.is_hidden,
        is_cut=sheet.columns > MAX_COLUMNS,
    )
