"""Reading of filled sheets, of one or many files. Pure.

Whatever is not taken in (rows, remarks, titles, notes, whole sheets) is named with its reason.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from platform_members.rounds.sheets.comparing import display_value
from platform_members.rounds.sheets.departments import Departments
from platform_members.rounds.sheets.files import Grid
from platform_members.rounds.sheets.found import Found, LeftOut, SheetRow
from platform_members.rounds.sheets.lines import SheetReader
from platform_members.rounds.sheets.values import is_blank


def read_sheets(grids: Iterable[Grid], departments: Departments) -> Found:
    """Read the tables of several sheets, of one or many files."""
    found = Found()
    by_file: dict[str, list[Grid]] = {}
    for grid in grids:
        by_file.setdefault(grid.file, []).append(grid)
    for sheets in by_file.values():
        _read_file(sheets, departments, found)
    _leave_out_repeated(found)
    for organisation in {row.organisation for row in found.rows} & found.nothing.keys():
        found.left_out.append(found.nothing.pop(organisation))
    return found


def _read_file(sheets: list[Grid], departments: Departments, found: Found) -> None:
    """Read one file. A sheet without a table is only a fault where the file has no other."""
    tables, others = [], []
    for grid in sheets:
        sheet = SheetReader(grid, departments)
        if not grid.is_hidden and sheet.read():
            tables.append(sheet)
        else:
            others.append(grid)
    for sheet in tables:
        found.rows += sheet.found.rows
        found.nothing = sheet.found.nothing | found.nothing
        found.left_out += sheet.found.left_out
    for grid in others:
        reason = _why_no_table(grid)
        found.left_out.append(LeftOut(grid.file, grid.name, "", [reason], is_fault=not tables))


def _why_no_table(grid: Grid) -> str:
    lines = sum(any(not is_blank(cell) for cell in row) for row in grid.rows)
    if not lines:
        return _("何も入力されていません。")
    if grid.is_hidden:
        return _("非表示のシートなので読んでいません。要るものなら、表示して出してください。")
    text = _(
        "情報交換・共有シートの表が見つからないので読んでいません（%d行）。"
        "見出し（事業名等、担当課、種別 など）の行があるシートを出してください。"
    )
    return text % lines


def _leave_out_repeated(found: Found) -> None:
    """Keep the first of rows about one programme; the others are left out and named."""
    first: dict[tuple, SheetRow] = {}
    for row in found.rows:
        if row.key not in first:
            first[row.key] = row
            continue
        text = _("「%(name)s」は、%(file)sの%(place)sにもあります。どちらかを消してください。")
        name = row.values["name"] or row.values["npo_name"]
        kept = {"name": name, "file": first[row.key].file, "place": first[row.key].place}
        told = [display_value(column, value) for column, value in row.values.items()]
        words = "｜".join(filter(None, told))
        found.left_out.append(LeftOut(row.file, row.place, words, [text % kept]))
    found.rows = list(first.values())
