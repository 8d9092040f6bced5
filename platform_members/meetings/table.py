"""A pasted or uploaded list of meetings, as in the city's report: No., 日時, 相手, 議題. Pure.

The report dates meeting 3 「12/13(月)」, which was a Tuesday: such a disagreement is named, and
the portal does not decide for the clerk which of the two is right. What is not understood is
refused with the piece of text; an empty cell says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial

from django.utils.translation import gettext as _

from directory.fields import longest_of
from directory.hours.clock import DAY, clock, read_time
from directory.hours.dates import read_beginning
from directory.hours.reading_spans import read_pair_of_one_day
from directory.hours.reading_tokens import same_length
from directory.hours.reading_usual_words import TO
from directory.hours.words.ja import WEEKDAYS
from directory.spreadsheets import text_tables
from directory.spreadsheets.cells import text_of
from directory.text.days import day_words
from directory.text.folding import compatible, lookup_key
from directory.text.tidy import tidy
from platform_members import fiscal_years
from platform_members.models import Meeting
from platform_members.rounds.sheets.files import Grid
from platform_members.rounds.sheets.values import is_blank, seen

MOST_ROWS = 500
_HEADINGS = {
    "number": ("No", "No.", "番号", "回"),
    "when": ("日時", "日付", "開催日時", "開催日", "年月日"),
    "starts": ("開始", "開始時刻", "始まり"),
    "ends": ("終了", "終了時刻", "終わり"),
    "counterparts": ("打合せ相手団体", "打合せ相手", "相手", "相手団体", "参加者"),
    "agenda": ("議題", "内容", "会議名"),
    "place": ("場所", "会場"),
    "kind": ("種類", "種別", "区分"),
}
_COLUMNS = {lookup_key(text): name for name, texts in _HEADINGS.items() for text in texts}
# Columns that are read in half-width letters; the others are kept as they are written.
_PLAIN = {"number", "when", "starts", "ends"}
_NUMBER = re.compile(r"(?:第|No\.?)?\s*(\d{1,4})\s*(?:回目?)?", re.IGNORECASE)
_KINDS = (
    (Meeting.Kind.PREPARATION, ("準備会",)),
    (Meeting.Kind.PLATFORM, ("PF会議",)),
    (Meeting.Kind.LECTURE, ("講演会",)),
    (Meeting.Kind.HEARING, ("ヒアリング",)),
    (Meeting.Kind.TALK, ("打合せ", "打ち合わせ", "打合わせ")),
)


@dataclass
class ListedMeeting:
    """Row of the list: values as JSON, and a doubt about its date.

    `values` holds number, kind, date (ISO), starts, ends (HH:MM), place and agenda, each only
    where the row says it; `guessed_kind` is what the agenda suggests for a new meeting.
    """

    row: str
    values: dict
    counterparts: list[str]
    guessed_kind: str
    doubt: str = ""


@dataclass
class MeetingList:
    """Result of reading a list: rows, faults, and cells left out."""

    listed: list[ListedMeeting] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def doubts(self) -> list[str]:
        """The dates that disagree with their weekday."""
        return [f"{each.row}：{each.doubt}" for each in self.listed if each.doubt]


def as_text(grids: list[Grid]) -> str:
    """The rows of a file as they would have been pasted."""
    rows = (row for grid in grids for row in grid.rows)
    return text_tables.as_text([_shown(cell) for cell in row] for row in rows)


def read_meetings(grids: list[Grid], fiscal_year: int) -> MeetingList:
    """Read rows below rows of headings. A date without a year lies within the fiscal year."""
    found = MeetingList()
    for grid in grids:
        _SheetReader(grid, fiscal_year, found).read()
    if sum(len(grid.rows) for grid in grids) > MOST_ROWS:
        found.faults.append(_("一度に取り込めるのは%d行までです。") % MOST_ROWS)
    if not found.listed and not found.faults:
        found.faults.append(
            _("会議の表が見つかりません。「日時」と「議題」の見出しの行から貼り付けてください。")
        )
    return found


class _SheetReader:
    """Reader of one sheet, from top to bottom."""

    def __init__(self, grid: Grid, fiscal_year: int, found: MeetingList):
        self.grid, self.fiscal_year, self.found = grid, fiscal_year, found
        self.columns: dict[str, int] = {}
        self.headings: dict[int, str] = {}

    def read(self) -> None:
        """Read all rows; one that is no meeting is named."""
        if self.grid.is_hidden:
            text = _("%sは非表示なので、読んでいません。") % self.grid.name
            self.found.left_out.append(text)
            return
        for number, row in enumerate(self.grid.rows[:MOST_ROWS], start=1):
            own = [
                column
                for column, cell in enumerate(row)
                if not is_blank(cell) and (number, column) not in self.grid.merged
            ]
            if not own:
                continue
            try:
                if number in self.grid.hidden:
                    raise ValueError(_("非表示の行です。表示して確かめるか、消してください。"))
                self._line(self.grid.place(number), [_text(cell) for cell in row], own)
            except ValueError as fault:
                self.found.faults.append(f"{self.grid.place(number)}：{fault}")

    def _line(self, place: str, cells: list[str], own: list[int]) -> None:
        named = [
            (_COLUMNS[lookup_key(cell)], i) for i, cell in enumerate(cells) if _is_heading(cell)
        ]
        if {"when", "agenda"} <= dict(named).keys():
            if len(dict(named)) < len(named):
                raise ValueError(_("同じ意味の見出しが二つあります。一つにしてください。"))
            self.columns, self.headings = dict(named), {column: cells[column] for column in own}
        elif not self.columns:
            words = " ".join(cells[column] for column in own)
            self.found.left_out.append(
                _("%(place)s「%(text)s」：見出しの行より上なので、取り込みません。")
                % {"place": place, "text": words[:100]}
            )
        else:
            self.found.listed.append(read_row(place, self._said(cells), self.fiscal_year))
            self._leave_out(place, cells, own)

    def _said(self, cells: list[str]) -> dict[str, str]:
        """The text of each column that is not empty."""
        said = {name: cells[column] for name, column in self.columns.items() if column < len(cells)}
        return {name: text for name, text in said.items() if text}

    def _leave_out(self, place: str, cells: list[str], own: list[int]) -> None:
        for column in own:
            if column not in self.columns.values():
                where = self.grid.column(column, self.headings.get(column, ""))
                self.found.left_out.append(
                    _("%(place)s %(column)s「%(text)s」：この列は取り込みません。")
                    % {"place": place, "column": where, "text": cells[column][:100]}
                )


def read_row(place: str, said: dict[str, str], fiscal_year: int) -> ListedMeeting:
    """Read the columns of one meeting. Raises ValueError."""
    for name, heading in (("when", "日時"), ("agenda", "議題")):
        if name not in said:
            raise ValueError(_("「%s」が空いています。") % heading)
    said |= {name: compatible(said[name]) for name in _PLAIN & said.keys()}
    written = read_beginning(said["when"], partial(fiscal_years.date_in, fiscal_year))
    agenda = _short(said["agenda"], "議題", "agenda")
    values: dict[str, str | int] = {"date": written.day.isoformat(), "agenda": agenda}
    values |= _read_times(written.rest, said)
    if "number" in said:
        values["number"] = _read_number(said["number"])
    if "place" in said:
        values["place"] = _short(said["place"], "場所", "place")
    if "kind" in said:
        values["kind"] = _read_kind(said["kind"])
    parts = re.split(r"[;；、\n]+", said.get("counterparts", ""))
    doubt = ""
    if written.disagrees:
        doubt = _("%(written)sとありますが、%(day)sは%(real)s曜日です。") % {
            "written": said["when"],
            "day": day_words(written.day),
            "real": WEEKDAYS[written.day.weekday()],
        }
    return ListedMeeting(
        row=place,
        values=values,
        counterparts=[part.strip() for part in parts if part.strip()],
        guessed_kind=_kind_in(agenda) or Meeting.Kind.TALK,
        doubt=doubt,
    )


def _read_times(text: str, said: dict[str, str]) -> dict[str, str]:
    """Start and end as HH:MM, from the text behind the date or from two columns."""
    first, to, last = _parted(text.strip(" 、,"))
    first, last = said.get("starts", first), said.get("ends", last)
    if text and "starts" in said:
        raise ValueError(_("「%s」：時刻が、日時と開始の両方の列にあります。") % text[:30])
    if not first:
        if last or to:
            raise ValueError(_("「%s」：始まりの時刻がありません。") % (last or text)[:30])
        return {}
    if "翌" in last:
        raise ValueError(_("「%s」：翌日まで続く会議は、日を分けて書いてください。") % last)
    times = {"starts": read_time(first)}
    if last:
        times["starts"], times["ends"] = read_pair_of_one_day(first, last.removesuffix("まで"))
    if max(times.values()) >= DAY:
        raise ValueError(_("24:00は使えません。「23:59」のように書いてください。"))
    return {name: f"{clock(minute):0>5}" for name, minute in times.items()}


def _parted(text: str) -> tuple[str, str, str]:
    """The text before and behind ～ or から."""
    found = re.fullmatch(rf"(.*?)\s*({TO}|から|より)\s*(.*)", same_length(text), re.DOTALL)
    return (found[1], found[2], found[3]) if found else (text, "", "")


def _read_number(text: str) -> int:
    found = _NUMBER.fullmatch(text)
    if not found:
        raise ValueError(_("番号の「%s」は数字として読み取れません。") % text[:30])
    return int(found[1])


def _read_kind(text: str) -> str:
    kind = _kind_in(text)
    if not kind:
        raise ValueError(
            _("種類の「%(text)s」は読み取れません。%(labels)s のどれかを書いてください。")
            % {"text": text[:30], "labels": "、".join(map(str, Meeting.Kind.labels))}
        )
    return kind


def _kind_in(text: str) -> str:
    """Kind named in a text; "" for none."""
    plain = lookup_key(text)
    return next(
        (kind for kind, words in _KINDS if any(lookup_key(word) in plain for word in words)), ""
    )


def _short(text: str, heading: str, name: str) -> str:
    longest = longest_of(Meeting, name)
    if len(text) > longest:
        raise ValueError(
            _("「%(heading)s」が長すぎます。%(longest)d文字までにしてください。")
            % {"heading": heading, "longest": longest}
        )
    return text


def _is_heading(text: str) -> bool:
    return lookup_key(text) in _COLUMNS


def _text(cell) -> str:
    """A cell as text. Raises ValueError."""
    return _shown(cell) if isinstance(cell, date | time) else tidy(text_of(cell)).strip()


def _shown(cell) -> str:
    """A cell as it would have been pasted: dates and times of Excel's as people write them."""
    if isinstance(cell, datetime) and cell.time() != time():
        return f"{cell:%Y/%m/%d %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%Y/%m/%d}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return "" if is_blank(cell) else seen(cell)
