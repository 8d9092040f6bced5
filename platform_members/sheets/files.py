"""From an uploaded file to its sheets, cell by cell; whatever should not be opened is refused."""

from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from directory.exchange.sheets import csv_rows, is_workbook, open_sheets


@dataclass
class Grid:
    """The cells of one sheet, and where they stand."""

    file: str
    sheet: str
    rows: list[list]
    # Rows (counted from 1) that Excel does not show.
    hidden: set[int] = field(default_factory=set)
    # Cells (row from 1, column from 0) that are merged with the one above.
    merged: set[tuple[int, int]] = field(default_factory=set)
    is_hidden: bool = False

    def place(self, row: int, column: int | None = None, heading: str = "") -> str:
        """Say where something stands, as people find it in Excel."""
        sheet = f"シート「{self.sheet}」" if self.sheet else ""
        cell = "" if column is None else f" {get_column_letter(column + 1)}列「{heading}」"
        return f"{self.file}　{sheet}{row}行目{cell}"


def grids(name: str, content: bytes) -> list[Grid]:
    """Return the sheets of a file. Raises directory.exchange.sheets.FileRefused."""
    if not is_workbook(content):
        return [Grid(name, "", csv_rows(content))]
    return [_grid(name, sheet, rows) for sheet, rows in open_sheets(content)]


def _grid(name: str, sheet: Worksheet, rows: list[list]) -> Grid:
    """One sheet of Excel's. A cell merged with the one above says what that one says."""
    return Grid(
        name,
        sheet.title,
        rows,
        hidden={number for number, row in sheet.row_dimensions.items() if row.hidden},
        merged={
            (number, merged.min_col - 1)
            for merged in sheet.merged_cells.ranges
            for number in range(merged.min_row + 1, min(merged.max_row, len(rows)) + 1)
        },
        is_hidden=sheet.sheet_state != "visible",
    )
