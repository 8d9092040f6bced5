"""Reader of one sheet: rows, and parts left out with their reasons. Pure.

Headings may stand in any order, in other words, and below titles; a cell merged with the one
above, or that says 同上, means the same. One wrong cell leaves out its own row and nothing else.
"""

import re

from django.utils.translation import gettext as _

from directory.spreadsheets.cells import CellFault, is_ditto, one_line_of
from directory.text.folding import lookup_key
from platform_members.rounds.sheets.departments import Departments
from platform_members.rounds.sheets.files import Grid
from platform_members.rounds.sheets.found import Found, LeftOut, SheetRow
from platform_members.rounds.sheets.layout import (
    NUMBER_HEADINGS,
    SEPARATE_DEVELOPMENT,
    TABLES,
    SheetTable,
    is_printed,
)
from platform_members.rounds.sheets.values import (
    is_blank,
    read_value,
    says_nothing,
    seen,
    split_development,
)

# So many known headings in one row are the head of a table.
_LEAST_HEADINGS = 3
_DEPARTMENT_LINE = re.compile(r"[【\[]?\s*課\s*名\s*[:：]\s*([^】\]]*)[】\]]?")


class SheetReader:
    """Reader of one sheet, from top to bottom; `found` is what it says."""

    def __init__(self, grid: Grid, departments: Departments):
        self.grid, self.departments, self.found = grid, departments, Found()
        self.department: int | None = departments.only
        self.table: SheetTable | None = None
        self.columns: dict[str, int] = {}
        self.headings: dict[int, str] = {}
        self.above: dict[str, object] = {}
        self.missing = ""

    def read(self) -> bool:
        """Read all rows; return whether there was a table."""
        for number, row in enumerate(self.grid.rows, start=1):
            own = [
                column
                for column, cell in enumerate(row)
                if not is_blank(cell) and (number, column) not in self.grid.merged
            ]
            if own:
                self._line(number, row, own)
        if self.headings and self.found.is_empty and not self.found.faults:
            reason = _(
                "見出しの下に、1行も入力されていません。事業がないときは、"
                "「事業名等」の列に「該当なし」と入力してください。"
            )
            self.found.left_out.append(LeftOut(self.grid.file, self.grid.name, "", [reason]))
        if self.grid.is_cut:
            reason = _("100列より右は読んでいません。そこに内容があれば、左へ移してください。")
            self.found.left_out.append(LeftOut(self.grid.file, self.grid.name, "", [reason], False))
        return bool(self.headings)

    def _line(self, number: int, row: list, own: list[int]) -> None:
        heading = _heading(row)
        if number in self.grid.hidden:
            text = _("非表示の行です。表示して内容を確かめるか、行を消してください。")
            self._leave_out(number, row, own, [text])
        elif heading:
            self._begin(number, row, own, *heading)
        elif (named := self._department_line(row, own)) is not None:
            self._name_department(number, row, own, named)
        elif is_printed(" ".join(seen(row[column]) for column in own)):
            return
        elif self._is_note(row, own):
            self._leave_out(number, row, own, [_("表の行ではなく、注と見なしました。")], False)
        elif self.table:
            self._data(number, row, own)
        elif self.missing:
            self._leave_out(number, row, own, [self.missing])
        else:
            self._leave_out(number, row, own, [_("見出しの行より上にあります。")], False)

    def _is_note(self, row: list, own: list[int]) -> bool:
        """Whether a line is a ※ note; a programme's own name may begin with ※ as well."""
        if not seen(row[own[0]]).startswith("※"):
            return False
        required = self.table.required if self.table else ()
        filled = [not is_blank(self._cell(row, name)) for name in required]
        return len(own) == 1 and not (len(filled) > 1 and all(filled))

    def _begin(
        self, number: int, row: list, own: list[int], table: SheetTable, columns: dict
    ) -> None:
        """A row of headings: what each column of the rows below means."""
        self.headings = {column: seen(row[column]) for column in own}
        self.table, self.columns, self.above, self.missing = table, {}, {}, ""
        for column, name in columns.items():
            if name in self.columns:
                self.missing = _("見出し「%s」が二つあります。表を横に並べず、縦に並べてください。")
                self.missing %= self.headings.get(column, name)
            self.columns.setdefault(name, column)
        absent = [
            column.heading
            for column in table.columns
            if column.name in table.required and column.name not in self.columns
        ]
        if absent:
            text = _("「%s」の列がありません。見出しをもとに戻してください。")
            self.missing = text % "」「".join(absent)
        if self.missing:
            self.table = None
            self._leave_out(number, row, own, [self.missing])

    @staticmethod
    def _department_line(row: list, own: list[int]) -> re.Match[str] | None:
        """The words by which a department names itself above the tables."""
        if len(own) > 2:  # the words stand in some programme's text
            return None
        return _DEPARTMENT_LINE.search(" ".join(seen(row[column]) for column in own))

    def _name_department(
        self, number: int, row: list, own: list[int], named: re.Match[str]
    ) -> None:
        """Set the organisation of the rows below; None for a name that is not understood."""
        text = named[1].strip(" 　_＿")
        try:
            self.department = self.departments.find(text) if text else self.departments.only
        except CellFault as fault:
            self.department = None
            self._leave_out(number, row, own, [str(fault)])
            return
        rest = (named.string[: named.start()] + named.string[named.end() :]).strip()
        if rest:
            reason = _("課名のほかの文字は、取り込みません。")
            self._add(number, rest, [reason], is_fault=False)

    def _data(self, number: int, row: list, own: list[int]) -> None:
        """A line of the table; it counts only when nothing at all is wrong with it."""
        values, organisation, faults = self._values(number, row)
        content = [column for column in own if column not in self._beside]
        if content and says_nothing([row[column] for column in content]):
            if organisation is None or faults:
                self._leave_out(number, row, own, faults or [_no_department()])
            else:
                reasons = [_("この表に書くことはない（該当なし）と読みました。")]
                words = "｜".join(seen(row[column]) for column in own)
                line = LeftOut(self.grid.file, self.grid.place(number), words, reasons, False)
                self.found.nothing.setdefault(organisation, line)
            return
        faults += self._merged_across(number, row)
        if not faults:
            faults = [
                self._at(self.columns[name], _("空いています。入力してください。"))
                for name in (self.table.required if self.table else ())
                if not values[name]
            ]
            if organisation is None:
                faults.append(_no_department())
        if not faults:
            try:
                split_development(values)
            except CellFault as fault:
                faults = [self._at(self.columns["content"], str(fault))]
        if faults or organisation is None:
            self._leave_out(number, row, own, faults)
            return
        self.found.rows.append(
            SheetRow(self.grid.place(number), organisation, values, self.grid.file)
        )
        self._leave_out_remarks(number, row, own)

    @property
    def _beside(self) -> set[int]:
        """The columns that say nothing about a programme: whose it is, and the row's number."""
        numbers = {
            column for column, text in self.headings.items() if lookup_key(text) in NUMBER_HEADINGS
        }
        return numbers | {self.columns.get("department", -1)}

    def _values(self, number: int, row: list) -> tuple[dict[str, str], int | None, list[str]]:
        """What a line's columns say, whose it is, and what is wrong."""
        values = {"name": "", "npo_name": ""}
        if "content" in self.columns:  # where the figure writes possible developments, too
            values["possible_development"] = ""
        organisation, faults = self.department, []
        for name, column in self.columns.items():
            cell = self._cell(row, name)
            try:
                if is_ditto(cell):
                    cell = self._cell_above(name)
                self.above[name] = cell
                if name != "department":
                    values[name] = read_value(name, cell)
                elif text := one_line_of(cell):
                    organisation = self.departments.find(text)
            except CellFault as fault:
                faults.append(self._at(column, str(fault)))
        return values, organisation, faults

    def _cell(self, row: list, name: str):
        """The cell of a column; lines of CSV may be short."""
        column = self.columns[name]
        return row[column] if column < len(row) else None

    def _cell_above(self, name: str):
        """The cell to which 同上 refers. Raises CellFault where there is none."""
        above = self.above.get(name)
        if is_blank(above):
            raise CellFault(_("上の行に内容がありません。内容を入力してください。"))
        return above

    def _merged_across(self, number: int, row: list) -> list[str]:
        """Where cells of two columns are one: which of the two is meant cannot be known."""
        faults = []
        for first, last in self.grid.across.get(number, ()):
            inside = [column for column in self.columns.values() if first <= column <= last]
            if len(inside) > 1 and not is_blank(row[first]):
                text = _(
                    "右の列と結合されていて、どの列の内容かわかりません。結合を解いてください。"
                )
                faults.append(self._at(first, text))
        return faults

    def _leave_out_remarks(self, number: int, row: list, own: list[int]) -> None:
        """Name what stands in columns that the table does not know, beside a row taken in."""
        for column in own:
            text = seen(row[column])
            if column in self.columns.values() or (
                column in self._beside and lookup_key(text).isdecimal()
            ):
                continue
            reason = self._at(column, _("この列は取り込みません。行のほかの内容は取り込みます。"))
            self._add(number, text, [reason], is_fault=False)

    def _at(self, column: int, text: str) -> str:
        return f"{self.grid.column(column, self.headings.get(column, ''))}：{text}"

    def _leave_out(self, number, row: list, own: list[int], reasons, is_fault=True) -> None:
        self._add(number, "｜".join(seen(row[column]) for column in own), reasons, is_fault)

    def _add(self, number: int, text: str, reasons: list[str], is_fault: bool) -> None:
        place = self.grid.place(number)
        self.found.left_out.append(LeftOut(self.grid.file, place, text, reasons, is_fault))


def _heading(row: list) -> tuple[SheetTable, dict[int, str]] | None:
    """Which table's headings a row holds, if it holds any, and what each column means."""
    best: dict[int, str] = {}
    of_table: SheetTable | None = None
    for table in TABLES:
        names = table.headings() | {lookup_key(SEPARATE_DEVELOPMENT): "possible_development"}
        known = {
            column: names[lookup_key(cell)]
            for column, cell in enumerate(row)
            if not is_blank(cell) and lookup_key(cell) in names
        }
        if len(set(known.values())) > len(set(best.values())):
            best, of_table = known, table
    if of_table is None or len(set(best.values())) < _LEAST_HEADINGS:
        return None
    return of_table, best


def _no_department() -> str:
    return _("担当課がわかりません。「担当課」の列か、表の上の【課名】に入力してください。")
