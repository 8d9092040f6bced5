"""Opener of uploaded files for all apps: workbooks that are safe to open, CSV.

Pure but for openpyxl, which is imported (a sixth of a second, 23 MB) where a file is opened.
Nothing of a file is kept.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from directory.spreadsheets.cells import Formula
from directory.spreadsheets.refusals import FileRefused
from directory.spreadsheets.text_tables import decoded, rows_of_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.cell_range import CellRange
    from openpyxl.worksheet.worksheet import Worksheet

MAX_ROWS = 5_000
MAX_BYTES = 10_000_000
MAX_UNPACKED = 80_000_000
# Counted before Excel's file is opened as a whole: what it would take in memory.
MAX_CELLS = 500_000
MAX_COLUMNS = 100
HEADING_WITHIN = 20  # rows of a sheet, titles and notes among them
# The namespace of "Strict Open XML", in which openpyxl finds no sheet at all.
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_HEAD = 10_000  # bytes of a part in which its namespaces stand
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)[\s/>]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*ref=.([A-Z]+\d+:[A-Z]+\d+)")


def is_workbook(content: bytes) -> bool:
    """Whether a file is one of Excel's. Raises FileRefused: empty, large, old or locked."""
    if not content:
        raise FileRefused(_("ファイルが空です。"))
    if len(content) > MAX_BYTES:
        raise FileRefused(_("ファイルが大きすぎます（10MBまで）。"))
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


def open_sheets(content: bytes) -> Iterator[tuple[Worksheet, list[list]]]:
    """Sheets of a workbook that is safe to open, each with its cells. Raises FileRefused."""
    book = open_book(content)
    for sheet in book.worksheets:
        # One stray cell far below makes a sheet as long, and every cell between would be made.
        if sheet.max_row > MAX_ROWS + HEADING_WITHIN:
            raise too_many(sheet.max_row)
        rows = sheet.iter_rows(max_col=min(sheet.max_column, MAX_COLUMNS))
        grid = [[_cell(cell) for cell in row] for row in rows]
        for merged in sheet.merged_cells.ranges:
            _fill_down(grid, merged)
        yield sheet, grid


def open_book(
    content: bytes, *, max_rows: int = MAX_ROWS, max_cells: int = MAX_CELLS, **options
) -> Workbook:
    """Workbook that is safe to open and has a sheet: the only way to open an upload.

    `options` are openpyxl's own. Raises FileRefused.
    """
    from openpyxl import load_workbook

    _look_before_opening(content, max_rows, max_cells)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drawings and the like, which are not needed here
            book = load_workbook(io.BytesIO(content), keep_links=False, **options)
    except Exception as error:  # openpyxl fails in as many ways as there are broken files
        raise _broken() from error
    if not book.worksheets:
        raise FileRefused(_("表のあるシートがありません。Excelで開いて確かめてください。"))
    return book


def _fill_down(grid: list[list], merged: CellRange) -> None:
    """Give every row of a merged cell the value of the first."""
    column = merged.min_col - 1
    for row in grid[merged.min_row : merged.max_row]:
        if column < len(row):
            row[column] = grid[merged.min_row - 1][column]


def _cell(cell):
    return Formula() if cell.data_type == "f" else cell.value


def _look_before_opening(content: bytes, max_rows: int, max_cells: int) -> None:
    """Refuse a file that is no workbook, cannot be read, or would be too large once opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if "xl/workbook.xml" not in names:
                raise FileRefused(_("Excelのファイルではありません。.xlsx で保存してください。"))
            if any("vbaProject" in name for name in names):
                raise FileRefused(
                    _(
                        "マクロの入ったファイルです。「Excelブック（.xlsx）」で保存し直してください。"
                    )
                )
            with archive.open("xl/workbook.xml") as stream:
                if _STRICT in stream.read(_HEAD):
                    raise FileRefused(
                        _(
                            "「Strict Open XML」という形で保存されたファイルです。"
                            "ふつうの「Excelブック（.xlsx）」で保存し直してください。"
                        )
                    )
            if len(members) > 2_000 or sum(each.file_size for each in members) > MAX_UNPACKED:
                raise _too_large()
            _count(archive, members, max_rows, max_cells)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _broken() from error


def _count(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], max_rows: int, max_cells: int
) -> None:
    """Unpack all parts piece by piece and count: the size that a file states may be wrong."""
    size, rows, cells = 0, 0, 0
    for member in members:
        is_sheet = member.filename.startswith("xl/worksheets/")
        with archive.open(member) as stream:
            rest = b""
            while piece := stream.read(1 << 16):
                size += len(piece)
                if size > MAX_UNPACKED:
                    raise _broken()
                whole, bracket, rest = (rest + piece).rpartition(b"<")
                rest = bracket + rest
                if is_sheet:
                    tags = [found[1] for found in _ROW_OR_CELL.finditer(whole)]
                    rows += tags.count(b"row")
                    cells += tags.count(b"c") + _merged_cells(whole)
    if rows > 4 * max_rows:  # empty ones among them
        raise too_many(rows, max_rows)
    if cells > max_cells:
        raise _too_large()


def _merged_cells(xml: bytes) -> int:
    """Number of merged cells, of which openpyxl makes every one."""
    from openpyxl.utils import range_boundaries

    total = 0
    for found in _MERGED.finditer(xml):
        left, top, right, bottom = range_boundaries(found[1].decode())
        total += (right - left + 1) * (bottom - top + 1)
    return total


def too_many(rows: int, most: int = MAX_ROWS) -> FileRefused:
    """Refusal of a table with too many rows."""
    return FileRefused(
        _(
            "行が多すぎます（%(rows)d行）。一度に取り込めるのは%(most)d行までです。"
            "使っていない行を削除するか、分けてください。"
        )
        % {"rows": rows, "most": most}
    )


def _too_large() -> FileRefused:
    return FileRefused(_("開くと大きすぎるファイルです。表だけを新しいブックに貼ってください。"))


def _broken() -> FileRefused:
    return FileRefused(_("ファイルが壊れていて開けません。Excelで開いて、保存し直してください。"))
