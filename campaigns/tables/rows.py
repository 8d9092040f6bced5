"""Rows of text from an uploaded file (Excel, CSV) or a pasted text."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from campaigns.tables import refusals
from directory.spreadsheets import text_tables
from directory.spreadsheets.files import Number, displayed_rows, is_workbook
from directory.spreadsheets.refusals import FileRefused

MAX_ROWS = 100_000
MAX_COLUMNS = 100
MAX_CELLS = 250_000  # three years of days for 20 media, with eleven figures each
MAX_CHARACTERS = 500_000  # of a text that can be corrected in the form


@dataclass(frozen=True)
class TableProblem:
    """Problem of a row (counted from 1, as a spreadsheet does), or of the whole table (0)."""

    row: int
    message: str

    def __str__(self) -> str:
        if not self.row:
            return self.message
        return refusals.IN_ROW.format(number=self.row, message=self.message)


def rows_of_file(content: bytes) -> list[list[str]]:
    """Rows of an Excel file (xlsx) or of a text with commas, tabs or semicolons.

    Raises FileRefused.
    """
    if is_workbook(content):
        return _rows_of_excel(content)
    return rows_of_text(text_tables.decoded(content))


def rows_of_text(text: str) -> list[list[str]]:
    """Rows of a text with commas, tabs or semicolons. Raises FileRefused."""
    return _bounded(text_tables.rows_of_text(text))


def _bounded(rows: list[list[str]]) -> list[list[str]]:
    """The rows. Raises FileRefused for more rows or columns than are read."""
    if len(rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in rows):
        raise FileRefused(refusals.TOO_LARGE)
    return rows


def _rows_of_excel(content: bytes) -> list[list[str]]:
    """Rows of the first sheet. Raises FileRefused."""
    rows = displayed_rows(content, max_rows=MAX_ROWS, max_cells=MAX_CELLS)
    return _bounded([_trimmed([_displayed(cell) for cell in row]) for row in rows])


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _displayed(cell: object) -> str:
    """Text of a cell as the spreadsheet displays it: 0.0464 as 4.64% if that is its format."""
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if not isinstance(cell, Number):
        return str(cell)
    number, style = Decimal(str(cell.value)), cell.number_format
    percent = "%" in style
    if percent:
        number *= 100
    if "0" in style:
        decimals = re.search(r"0\.(0+)", style)
        number = number.quantize(
            Decimal(1).scaleb(-len(decimals[1]) if decimals else 0), ROUND_HALF_UP
        )
    money = re.search(r"[$€£₩]|USD|EUR", re.sub(r"\[\$([^\]-]*)[^\]]*\]", r"\1", style))
    return f"{money[0] if money else ''}{number:f}{'%' if percent else ''}"
