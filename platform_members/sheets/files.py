"""From an uploaded file to its sheets, cell by cell; whatever should not be opened is refused."""

from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from directory.exchange.sheets import csv_rows, is_workbook, open_book, value_of


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
    return [_grid(name, sheet) for sheet in open_book(content).worksheets]


def _grid(name: str, sheet) -> Grid:
    """One sheet of Excel's. A cell merged with the one above says what that one says."""
    grid = Grid(
        name,
        sheet.title,
        [[value_of(cell) for cell in row] for row in sheet.iter_rows()],
        hidden={number for number, row in sheet.row_dimensions.items() if row.hidden},
        is_hidden=sheet.sheet_state != "visible",
    )
    for merged in sheet.merged_cells.ranges:
        column = merged.min_col - 1
        top = grid.rows[merged.min_row - 1][column]
        for number in range(merged.min_row + 1, min(merged.max_row, len(grid.rows)) + 1):
            grid.rows[number - 1][column] = top
            grid.merged.add((number, column))
    return grid
