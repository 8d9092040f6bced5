"""Export of the table as files: Excel, and CSV that Excel opens with a double click."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from directory.exchange.columns import (
    CHECKED,
    KEY,
    REQUIRED,
    STATUS,
    Column,
    all_columns,
    checked_text,
)
from directory.facts.readers import FOR_CLERKS, for_readers
from directory.facts.snapshot import facts_of
from directory.models import Window
from directory.models.window_queryset import WindowQuerySet
from directory.spreadsheets import text_tables
from directory.spreadsheets.cells import bytes_of

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("xlsx", "csv")
AT_ONCE = 500
Row = tuple[Window, Mapping]  # a window and its facts
_WIDE = {"subject", "name", "phones", "hours", "exceptions", "address", "description", "note"}
_HEADING_COLOUR = "DDE7EE"


@dataclass(frozen=True)
class Export:
    """Exported file: name, media type, content."""

    name: str
    media_type: str
    content: bytes


def export(windows: WindowQuerySet, kind: str, *, reads_all: bool = True) -> Export:
    """Make a file of these windows, "xlsx" or "csv"; `reads_all`: for those who may change them."""
    heading = title(reads_all and windows.confidential().exists())
    found = windows.for_reading().iterator(chunk_size=AT_ONCE)
    rows: Iterable[Row] = ((window, facts_of(window)) for window in found)
    columns = all_columns()
    if not reads_all:
        rows = ((window, for_readers(facts)) for window, facts in rows)
        columns = [column for column in columns if column.name not in FOR_CLERKS]
    name = f"{heading}_{timezone.localdate()}.{kind}"
    if kind == "csv":
        return Export(name, "text/csv; charset=utf-8", csv_file(rows, columns))
    return Export(name, EXCEL, excel_file(rows, columns, heading))


def title(confidential: bool) -> str:
    """Name of sheet and file, which announces confidential addresses."""
    return _("相談窓口（取扱注意）") if confidential else _("相談窓口")


def csv_file(rows: Iterable[Row], columns: list[Column]) -> bytes:
    """All windows as CSV in UTF-8, with the mark by which Excel knows that it is UTF-8."""
    return text_tables.csv_file([_headings(columns), *_texts(rows, columns)])


def excel_file(rows: Iterable[Row], columns: list[Column], sheet_title: str) -> bytes:
    """All windows as an Excel file, every cell of which is text, so that no zero is lost."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_title)
    sheet.freeze_panes = f"{get_column_letter(len(REQUIRED) + 1)}2"
    names = _row([column.name for column in _in_order(columns)], ["", ""], "")
    for index, name in enumerate(names, start=1):
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = 34 if name in _WIDE else 16
        dimension.number_format = "@"
    heading = {"font": Font(bold=True), "fill": PatternFill("solid", fgColor=_HEADING_COLOUR)}
    wrapped = {"alignment": Alignment(wrap_text=True, vertical="top"), "number_format": "@"}
    sheet.append([_styled(sheet, text, heading | wrapped) for text in _headings(columns)])
    last = 1
    for row in _texts(rows, columns):
        last += 1
        sheet.append([_styled(sheet, text, wrapped) for text in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{last}"
    return bytes_of(book)


def _in_order(columns: list[Column]) -> list[Column]:
    """The columns with those first by which a window is known, which stay in sight."""
    return sorted(columns, key=lambda column: column.name not in REQUIRED)


def _row(named: list, read_only: list, key) -> list:
    """One row in order: what the window is called, what is only read, the rest, the key."""
    first, rest = named[: len(REQUIRED)], named[len(REQUIRED) :]
    return [*first, *read_only, *rest, key]


def _headings(columns: list[Column]) -> list[str]:
    headings = [column.heading for column in _in_order(columns)]
    return _row(headings, [STATUS, CHECKED], KEY)


def _texts(rows: Iterable[Row], columns: list[Column]) -> Iterator[list[str]]:
    columns = _in_order(columns)
    for window, facts in rows:
        read_only = [window.status_words, checked_text(window)]
        yield _row([column.text(facts) for column in columns], read_only, str(window.uid))


def _styled(sheet, text: str, styles: dict) -> WriteOnlyCell:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    for name, style in styles.items():
        setattr(cell, name, style)
    return cell
