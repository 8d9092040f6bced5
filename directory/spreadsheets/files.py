"""Opener of uploaded files for all apps: workbooks, each in a process of its own, and CSV.

Nothing of a file is kept.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import NamedTuple

from django.utils.translation import gettext as _

from directory import worker_process
from directory.spreadsheets import refusals
from directory.spreadsheets.cells import Formula
from directory.spreadsheets.refusals import FileRefused
from directory.spreadsheets.text_tables import decoded, rows_of_text

MAX_ROWS = 5_000
MAX_BYTES = 10_000_000
# Of a whole workbook: 5,000 rows of 50 columns, of which openpyxl makes 20,000 to 100,000 a second.
MAX_CELLS = 250_000
MAX_COLUMNS = 100
HEADING_WITHIN = 20  # rows of a sheet, titles and notes among them
WORKER = "directory.spreadsheets.workbook_worker"
LIMITS = worker_process.Limits(
    address_space=300_000_000,  # ten times what openpyxl needs for a table row by row
    answer=40_000_000,  # the cells of 50 MB of XML; more only by texts that are repeated
)
# One workbook at a time on each machine, so that a crowd of files takes no more memory and
# processor time than one; the others wait so long.
TURN_SECONDS = 20
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Sheet:
    """Sheet of a workbook; rows and columns are counted from 1, as Excel does."""

    title: str
    columns: int  # how many it has; those beyond MAX_COLUMNS are not read
    is_hidden: bool
    hidden_rows: list[int]
    merged: list[list[int]]  # left, top, right, bottom
    rows: list[list] = field(default_factory=list)


class Number(NamedTuple):
    """Number of a cell, and how the spreadsheet displays it."""

    value: int | float
    number_format: str


def is_workbook(content: bytes) -> bool:
    """Whether a file is one of Excel's. Raises FileRefused: empty, large, old or locked."""
    if not content:
        raise FileRefused(_("ファイルが空です。"))
    if len(content) > MAX_BYTES:
        raise FileRefused(refusals.sentence("too_many_bytes"))
    if content.startswith(_OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise FileRefused(_("パスワードのかかったファイルです。パスワードを外してください。"))
        raise FileRefused(
            _("古い形のExcelファイル（.xls）です。「Excelブック（.xlsx）」で保存し直してください。")
        )
    return content.startswith(b"PK")


def csv_rows(content: bytes) -> list[list]:
    """Cells of a CSV file in either of the encodings that Excel writes. Raises FileRefused."""
    nothing = FileRefused(
        _("ExcelのファイルでもCSVでもありません。.xlsx か .csv のファイルを選んでください。")
    )
    if b"\x00" in content:
        raise nothing
    try:
        return [list(row) for row in rows_of_text(decoded(content), ",")]
    except FileRefused as error:
        raise nothing from error


def content_of(file) -> bytes:
    """Content of an uploaded file, read only where it is not too large. Raises FileRefused."""
    if file.size > MAX_BYTES:
        raise FileRefused(refusals.sentence("too_many_bytes"))
    return file.read()


def open_sheets(content: bytes) -> list[Sheet]:
    """Sheets of a workbook with their cells. Raises FileRefused."""
    sheets = _asked(content, displayed=False, max_rows=MAX_ROWS, max_cells=MAX_CELLS)
    for sheet in sheets:
        for merged in sheet.merged:
            _fill_down(sheet.rows, *merged)
    return sheets


def displayed_rows(content: bytes, *, max_rows: int, max_cells: int) -> list[list]:
    """Cells of a workbook's first sheet; numbers with their format. Raises FileRefused."""
    return _asked(content, displayed=True, max_rows=max_rows, max_cells=max_cells)[0].rows


def _asked(content: bytes, *, displayed: bool, max_rows: int, max_cells: int) -> list[Sheet]:
    """Sheets as the worker process has read them: the only way to open an upload."""
    job = {
        "displayed": displayed,
        "max_rows": max_rows,
        "max_cells": max_cells,
        "max_columns": MAX_COLUMNS + displayed,  # one more tells that there are more
        "heading_within": HEADING_WITHIN,
    }
    try:
        with worker_process.turn(__file__, TURN_SECONDS):
            answer = worker_process.ask(WORKER, job, LIMITS, content)
    except TimeoutError as error:
        raise FileRefused(refusals.sentence("busy")) from error
    except (subprocess.SubprocessError, OSError) as error:
        raise FileRefused(refusals.sentence("too_large")) from error
    *lines, verdict = map(json.loads, answer.decode("utf-8", "surrogatepass").splitlines())
    if "refused" in verdict:
        raise FileRefused(refusals.sentence(verdict["refused"], **verdict["figures"]))
    sheets: list[Sheet] = []
    for line in lines:
        if isinstance(line, dict):
            sheets.append(Sheet(**line))
        else:
            sheets[-1].rows.append([_decoded(cell) for cell in line])
    return sheets


_KINDS = {
    "formula": lambda _said: Formula(),
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def _decoded(cell):
    """Value of a cell from the worker's JSON."""
    if not isinstance(cell, dict):
        return cell
    if "number" in cell:
        return Number(cell["number"], cell["format"])
    [(kind, said)] = cell.items()
    return _KINDS[kind](said)


def _fill_down(rows: list[list], left: int, top: int, right: int, bottom: int) -> None:
    """Give every row of a merged cell the value of the first; nothing else in it is shown."""
    if not rows or left > len(rows[0]) or top > len(rows):
        return
    value = rows[top - 1][left - 1]
    for row in rows[top - 1 : bottom]:
        row[left - 1 : right] = [value, *[None] * (min(right, len(row)) - left)]


def too_many(rows: int) -> FileRefused:
    """Refusal of a table with too many rows."""
    return FileRefused(refusals.sentence("too_many_rows", rows=rows, most=MAX_ROWS))
