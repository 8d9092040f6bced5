"""From the cells of filled sheets to rows, with everything wrong named by sheet, row and column.

Pure. Headings may stand in any order, in other words, and below titles; a cell merged with the
one above means the same; hidden rows and formulas are refused, as nobody has seen what they say.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from directory.exchange import cells
from directory.tidy_text import tidy
from platform_members.models import Programme
from platform_members.sheets.departments import Departments
from platform_members.sheets.files import Grid
from platform_members.sheets.layout import (
    CHOICES,
    DEVELOPMENT,
    SEPARATE_DEVELOPMENT,
    TABLES,
    SheetTable,
    folded,
)

FIELDS = [
    "name",
    "status",
    "kind",
    "target",
    "delivery",
    "contractor",
    "content",
    "possible_development",
    "npo_name",
    "npo_about",
]
MOST_FAULTS = 100
# So many known headings in one row are the head of a table.
_LEAST_HEADINGS = 3
_DEPARTMENT_LINE = re.compile(r"課\s*名\s*[:：]\s*([^】\]]*)")
_NOTHING = re.compile(r"[-‐－—―–ー\s]*")
_LEFT_OUT = {folded(text) for text in ("No", "No.", "番号", "通番", "#")}
_ALSO_SAID = {
    "status": {"新": "new", "既": "existing", "継続": "existing"},
    "delivery": {"補助金": "subsidised", "委託事業": "outsourced", "直営事業": "direct"},
}


@dataclass
class SheetRow:
    """One line of a table: where it stands, whose it is, and what it says."""

    place: str
    organisation: int
    values: dict[str, str]

    @property
    def key(self) -> tuple[int, str, str]:
        """What makes it the same programme as another line."""
        return self.organisation, folded(self.values["name"]), folded(self.values["npo_name"])


@dataclass
class Found:
    """All that was read: sound rows, everything wrong, and sheets that hold no table."""

    rows: list[SheetRow] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_sheets(grids: Iterable[Grid], departments: Departments) -> Found:
    """Read the tables of several sheets, of one or many files."""
    found = Found()
    for grid in grids:
        sheet = _Sheet(grid, departments, found)
        if grid.is_hidden:
            found.unread.append(_("%(place)s（非表示のシート）") % {"place": _name(grid)})
        elif not sheet.read():
            found.unread.append(_name(grid))
    if not found.rows and not found.faults:
        found.faults.append(
            _(
                "情報交換・共有シートの表が見つからないか、1行も入力されていません。"
                "見出し（事業名等、担当課、種別 など）の行があるシートを選んでください。"
            )
        )
    _name_repeated(found)
    return found


class _Sheet:
    """Goes through one sheet from top to bottom."""

    def __init__(self, grid: Grid, departments: Departments, found: Found):
        self.grid, self.departments, self.found = grid, departments, found
        self.department: int | None = departments.only
        self.table: SheetTable | None = None
        self.columns: dict[str, int] = {}
        self.unknown: dict[int, str] = {}
        self.is_read = False
        self.is_skipping = False

    def read(self) -> bool:
        """Read all rows; return whether there was a table."""
        for number, row in enumerate(self.grid.rows, start=1):
            own = [
                column
                for column, cell in enumerate(row)
                if not _is_blank(cell) and (number, column) not in self.grid.merged
            ]
            if own:
                self._line(number, row, own)
        return self.is_read

    def _line(self, number: int, row: list, own: list[int]) -> None:
        first = str(row[own[0]]).strip()
        heading = _heading(row)
        if number in self.grid.hidden:
            text = _("非表示の行です。表示して内容を確かめるか、行を消してください。")
            self._fault(text, number)
        elif heading:
            self._begin(number, row, *heading)
        elif (named := self._department_line(row, own)) is not None:
            self._name_department(number, named)
        elif first.startswith("※"):
            self.table, self.is_skipping = None, False
        elif self.table:
            self._data(number, row)
        elif self.is_read and not self.is_skipping and len(own) > 1:
            text = _("表の外に文字があります。見出しの行のすぐ下に入力してください。")
            self._fault(text, number)

    def _begin(self, number: int, row: list, table: SheetTable, columns: dict) -> None:
        """A row of headings: what each column of the rows below means."""
        self.is_read, self.table, self.columns = True, table, {}
        for column, name in columns.items():
            if name in self.columns:
                text = _("同じ見出しが二つあります。表を横に並べず、縦に並べてください。")
                self._fault(text, number, column, str(row[column]))
            self.columns[name] = column
        self.unknown = {
            column: str(cell).strip()
            for column, cell in enumerate(row)
            if column not in columns and not _is_blank(cell) and folded(cell) not in _LEFT_OUT
        }
        missing = [
            column.heading
            for column in table.columns
            if column.name in table.required and column.name not in self.columns
        ]
        if missing:
            text = _("「%(headings)s」の列がありません。見出しをもとに戻してください。")
            self._fault(text % {"headings": "」「".join(missing)}, number)
            self.table, self.is_skipping = None, True

    @staticmethod
    def _department_line(row: list, own: list[int]) -> str | None:
        """The name that stands in a row by which a department names itself."""
        if len(own) > 2:  # the words stand in some programme's text
            return None
        named = _DEPARTMENT_LINE.search(" ".join(str(row[column]) for column in own))
        return named[1].strip(" 　_＿") if named else None

    def _name_department(self, number: int, text: str) -> None:
        try:
            self.department = self.departments.find(text) if text else self.departments.only
        except cells.CellFault as fault:
            self._fault(str(fault), number)

    def _data(self, number: int, row: list) -> None:
        """A line of the table; it counts only when nothing at all is wrong with it."""
        faults = len(self.found.faults)
        values, organisation = self._values(number, row)
        for column, heading in self.unknown.items():
            if column < len(row) and not _is_blank(row[column]):
                text = _("この見出しの列は読み取れません。見出しを直すか、列を消してください。")
                self._fault(text, number, column, heading)
        if len(self.found.faults) > faults:
            return
        for name in self.table.required:
            if not values[name]:
                self._fault(_("空いています。入力してください。"), number, self.columns[name])
        if organisation is None:
            text = _("担当課がわかりません。「担当課」の列か、表の上の【課名】に入力してください。")
            self._fault(text, number)
        if len(self.found.faults) == faults:
            _split_development(values)
            self.found.rows.append(SheetRow(self.grid.place(number), organisation, values))

    def _values(self, number: int, row: list) -> tuple[dict[str, str], int | None]:
        """What a line says, and whose it is."""
        values, organisation = dict.fromkeys(FIELDS, ""), self.department
        for name, column in self.columns.items():
            cell = row[column] if column < len(row) else None
            try:
                if name != "department":
                    values[name] = _read(name, cell)
                elif text := cells.one_line_of(cell):
                    organisation = self.departments.find(text)
            except cells.CellFault as fault:
                self._fault(str(fault), number, column)
        return values, organisation

    def _fault(self, text: str, number: int, column: int | None = None, heading="") -> None:
        if column is not None and not heading:
            names = {index: name for name, index in self.columns.items()}
            heading = next(
                (each.heading for each in self.table.columns if each.name == names.get(column)),
                SEPARATE_DEVELOPMENT,
            )
        self.found.faults.append(f"{self.grid.place(number, column, heading)}：{text}")


def _heading(row: list) -> tuple[SheetTable, dict[int, str]] | None:
    """Which table's headings a row holds, if it holds any, and what each column means."""
    best: dict[int, str] = {}
    of_table = None
    for table in TABLES:
        names = table.headings() | {folded(SEPARATE_DEVELOPMENT): "possible_development"}
        known = {
            column: names[folded(cell)]
            for column, cell in enumerate(row)
            if not _is_blank(cell) and folded(cell) in names
        }
        if len(set(known.values())) > len(set(best.values())):
            best, of_table = known, table
    return (of_table, best) if len(set(best.values())) >= _LEAST_HEADINGS else None


def _read(name: str, cell) -> str:
    if name in CHOICES:
        return _read_choice(name, cell)
    text = tidy(cells.text_of(cell))
    if name in ("name", "npo_name", "target", "contractor"):
        text = re.sub(r"\s*\n\s*", "", text)
    if name == "contractor" and _NOTHING.fullmatch(text):
        return ""
    longest = Programme._meta.get_field(name).max_length
    if len(text) > longest:
        raise cells.CellFault(
            _("長すぎます（%(length)d文字）。%(longest)d文字までにしてください。")
            % {"length": len(text), "longest": longest}
        )
    return text


def _read_choice(name: str, cell) -> str:
    text = cells.one_line_of(cell)
    if _NOTHING.fullmatch(text):
        return ""
    choices = CHOICES[name]
    values = {folded(choice.label): choice.value for choice in choices}
    values |= _ALSO_SAID.get(name, {})
    if folded(text) not in values:
        raise cells.CellFault(
            _("「%(text)s」は読み取れません。%(labels)s のどれか一つを入力してください。")
            % {"text": text[:30], "labels": "、".join(map(str, choices.labels))}
        )
    return values[folded(text)]


def _split_development(values: dict[str, str]) -> None:
    """The figure writes possible developments below the content, in the same cell."""
    content, mark, development = values["content"].partition(DEVELOPMENT)
    if mark:
        values["content"] = content.strip()
        values["possible_development"] = values["possible_development"] or development.strip()


def _name_repeated(found: Found) -> None:
    first: dict[tuple, str] = {}
    for row in found.rows:
        if row.key in first:
            text = _("「%(name)s」は、%(place)sにもあります。どちらかを消してください。")
            name = row.values["name"] or row.values["npo_name"]
            found.faults.append(f"{row.place}：{text % {'name': name, 'place': first[row.key]}}")
        first.setdefault(row.key, row.place)


def _name(grid: Grid) -> str:
    return f"{grid.file}　{grid.sheet}".strip()


def _is_blank(cell) -> bool:
    return cell is None or (not isinstance(cell, cells.Formula) and not str(cell).strip())
