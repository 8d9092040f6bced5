"""The sharing sheet as Excel files: blank, to be filled in, and collated."""

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from directory.spreadsheets.cells import bytes_of, guarded
from platform_members.rounds.sheets.collating import CollatedTable
from platform_members.rounds.sheets.layout import (
    BLANK_ROWS,
    CHOICES,
    COLLATED,
    PROGRAMMES,
    TABLES,
    TITLE,
    SheetTable,
    department_line,
)

_TEXT, _NUMBER = "sheet-text", "sheet-number"
_LINE = Side(style="thin", color="666666")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_BOLD = Font(bold=True)
_HEADING = PatternFill("solid", fgColor="DDE7EE")
_PAPER_A4 = 9


def blank_file(title: str, department: str) -> bytes:
    """The sheet that a department fills in, with its name where it is known."""
    book, sheet = _book(str(TITLE))
    sheet["A1"] = f"「{title}」{TITLE}"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A3"] = department_line(department)
    number = 5
    for table in TABLES:
        _write_headings(sheet, table, number)
        for row in range(number + 1, number + 1 + BLANK_ROWS):
            for column in range(1, len(table.columns) + 1):
                _dress(sheet.cell(row, column))
        _offer_choices(sheet, table, number + 1, number + BLANK_ROWS)
        number += BLANK_ROWS + 1
        for note in table.notes:
            sheet.cell(number, 1, str(note))
            number += 1
        number += 1
    return bytes_of(book)


def collated_file(year: str, tables: list[CollatedTable], standing: Iterable[str] = ()) -> bytes:
    """All programmes of a year, with merged cells as in the report.

    `standing` says above the tables who has answered.
    """
    book, sheet = _book(str(COLLATED))
    sheet["A1"] = f"{TITLE}（{COLLATED}）　{year}"
    sheet["A1"].font = Font(bold=True, size=14)
    for number, line in enumerate(standing, start=2):
        sheet.cell(number, 1, guarded(line))
    number = sheet.max_row + 2
    for collated in tables:
        _write_headings(sheet, collated.table, number)
        for row in collated.rows:
            number += 1
            for column, cell in enumerate(row, start=1):
                _dress(sheet.cell(number, column, None if cell is None else cell.text))
                if cell is not None and cell.rows > 1:
                    letter = get_column_letter(column)
                    sheet.merged_cells.add(f"{letter}{number}:{letter}{number + cell.rows - 1}")
        number += 3
    return bytes_of(book)


def plain_file(tables: dict[str, list[list]]) -> bytes:
    """Small tables, a sheet each by its title; the first row of each holds the headings."""
    book = _new_book()
    book.remove(book.active)
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "B2"
        sheet.column_dimensions["A"].width = 24
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                _dress(sheet.cell(number, column, value))
                if number == 1 or column == 1:
                    sheet.cell(number, column).font = _BOLD
    return bytes_of(book)


def _new_book() -> Workbook:
    """Workbook with named styles: set once, as ten thousand styled cells take long."""
    book = Workbook()
    look = {"border": _BORDER, "alignment": _WRAPPED}
    book.add_named_style(NamedStyle(_TEXT, number_format="@", **look))
    book.add_named_style(NamedStyle(_NUMBER, number_format="0", **look))
    return book


def _book(title: str):
    book = _new_book()
    sheet = book.active
    sheet.title = title
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _PAPER_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for number, column in enumerate(PROGRAMMES.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    return book, sheet


def _write_headings(sheet, table: SheetTable, number: int) -> None:
    for column, each in enumerate(table.columns, start=1):
        cell = sheet.cell(number, column, each.heading)
        _dress(cell)
        cell.font, cell.fill = _BOLD, _HEADING


def _dress(cell) -> None:
    cell.style = _NUMBER if isinstance(cell.value, int) else _TEXT


def _offer_choices(sheet, table: SheetTable, first: int, last: int) -> None:
    """Let Excel offer the words that are understood; others may be typed and are named later."""
    for number, column in enumerate(table.columns, start=1):
        if column.name in CHOICES:
            words = ",".join(map(str, CHOICES[column.name].labels))
            offered = DataValidation(type="list", formula1=f'"{words}"', showErrorMessage=False)
            letter = get_column_letter(number)
            offered.add(f"{letter}{first}:{letter}{last}")
            sheet.add_data_validation(offered)
