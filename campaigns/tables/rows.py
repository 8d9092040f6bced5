"""From a file or a pasted text to rows of text, whatever wrote it: Excel, UTF-8, UTF-16, cp932."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.cell.read_only import ReadOnlyCell

MOST_ROWS = 100_000
MOST_COLUMNS = 100
MOST_CHARACTERS = 500_000  # of a text that is kept in the form to be corrected


class Unreadable(Exception):
    """A file that is no table; the text says in Japanese what to do."""


@dataclass(frozen=True)
class Problem:
    """What is wrong in which row (counted from 1, as a spreadsheet does; 0 for the whole table)."""

    row: int
    message: str

    def __str__(self) -> str:
        return f"{self.row}行目：{self.message}" if self.row else self.message


def rows_of_file(content: bytes) -> list[list[str]]:
    """Read an Excel file (xlsx) or a text with commas or tabs. Raises Unreadable."""
    # Brings openpyxl, a third of a second: only for those who bring a file.
    from directory.spreadsheets.files import FileRefused, is_workbook

    try:
        return _rows_of_excel(content) if is_workbook(content) else rows_of_text(_decoded(content))
    except FileRefused as refusal:
        raise Unreadable(str(refusal)) from refusal


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp932"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("文字を読めません。CSV（UTF-8 または Shift_JIS）か Excel で保存してください。")


def rows_of_text(text: str) -> list[list[str]]:
    """Split a text with tabs, commas or semicolons, quoted or not. Raises Unreadable."""
    if "\x00" in text:
        raise Unreadable("表として読めません。CSV か Excel のファイルを選んでください。")
    head = "\n".join(text.splitlines()[:20])
    delimiter = max("\t,;", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(
            '表として読めません。引用符（"）が閉じているか確かめてください。'
        ) from error
    return _bounded(rows)


def _bounded(rows: list[list[str]]) -> list[list[str]]:
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        raise Unreadable("表が大きすぎます（10万行・100列まで）。期間を分けてください。")
    return rows


def as_text(rows: list[list[str]]) -> str:
    """The rows as a text with tabs, to be shown and corrected."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def _rows_of_excel(content: bytes) -> list[list[str]]:
    from directory.spreadsheets.files import open_book

    most = {"most_rows": MOST_ROWS, "most_cells": MOST_ROWS * MOST_COLUMNS}
    book = open_book(content, read_only=True, data_only=True, **most)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says about its own size may be wrong
        cells = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1)
        rows = [[_shown(cell) for cell in row] for row in cells]
    except Exception as error:  # openpyxl raises whatever a damaged file provokes
        trouble = "Excelファイルとして読めません。開いて保存し直すか、CSVで保存してください。"
        raise Unreadable(trouble) from error
    finally:
        book.close()
    return _bounded([_trimmed(row) for row in rows])


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _shown(cell: "Cell | ReadOnlyCell") -> str:
    """A cell as the spreadsheet shows it: 0.0464 as 4.64% where its format says so."""
    value, style = cell.value, getattr(cell, "number_format", "General")
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    number = Decimal(str(value))
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
