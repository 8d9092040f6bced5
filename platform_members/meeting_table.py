"""A pasted or uploaded list of meetings, as in the city's report: No., 日時, 相手, 議題. Pure.

The report dates meeting 3 「12/13(月)」, which was a Tuesday: such a disagreement is named, and
nobody decides for the clerk which of the two is right.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from directory.exchange.cells import text_of
from directory.tidy_text import tidy
from platform_members import fiscal_years
from platform_members.models import Meeting
from platform_members.sheets.layout import folded

WEEKDAYS = "月火水木金土日"
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
_COLUMNS = {folded(text): name for name, texts in _HEADINGS.items() for text in texts}
_DAY = re.compile(
    r"(?:(?P<era>令和|R)\s*(?P<reiwa>\d{1,2}|元)\s*[年./]|(?P<year>\d{4})\s*[年./-])?\s*"
    r"(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*日?\s*"
    r"(?:[(（]\s*(?P<weekday>[月火水木金土日])(?:曜日?)?\s*[)）])?"
)
_TIME = re.compile(r"(\d{1,2})\s*(?:[:時]\s*(\d{1,2})?)\s*分?")


@dataclass
class Listed:
    """One meeting of the list, and a doubt about its date."""

    meeting: Meeting
    counterparts: list[str]
    doubt: str = ""


@dataclass
class MeetingList:
    """All that was read, and everything wrong, by row and column."""

    listed: list[Listed] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def doubts(self) -> list[str]:
        """The dates that disagree with their weekday."""
        return [each.doubt for each in self.listed if each.doubt]


def rows_of(text: str) -> list[list[str]]:
    """Split pasted text into rows and cells: tabs as Excel copies them, or commas.

    Raises ValueError for what is no table.
    """
    delimiter = "\t" if "\t" in text else ","
    try:
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as error:
        raise ValueError(_("表として読めません。表のところだけを貼り付けてください。")) from error


def read_meetings(rows: list[list], fiscal_year: int) -> MeetingList:
    """Read rows below a row of headings. A date without a year lies within the fiscal year."""
    found = MeetingList()
    columns: dict[str, int] = {}
    for number, row in enumerate(rows[:MOST_ROWS], start=1):
        try:
            cells = [_text(cell) for cell in row]
        except ValueError as fault:
            found.faults.append(f"{number}行目：{fault}")
            continue
        named = {
            _COLUMNS[folded(cell)]: i for i, cell in enumerate(cells) if folded(cell) in _COLUMNS
        }
        if {"when", "agenda"} <= named.keys():
            columns = named
        elif columns and any(cells):
            try:
                found.listed.append(_listed(cells, columns, number, fiscal_year))
            except ValueError as fault:
                found.faults.append(f"{number}行目：{fault}")
    if len(rows) > MOST_ROWS:
        found.faults.append(_("一度に取り込めるのは%d行までです。") % MOST_ROWS)
    if not found.listed and not found.faults:
        found.faults.append(
            _("会議の表が見つかりません。「日時」と「議題」の見出しの行から貼り付けてください。")
        )
    return found


def _listed(cells: list[str], columns: dict[str, int], number: int, year: int) -> Listed:
    def cell(name: str) -> str:
        index = columns.get(name, len(cells))
        return cells[index].strip() if index < len(cells) else ""

    day, weekday, rest = _read_day(cell("when"), year)
    times = [_read_time(text) for text in _TIME.finditer(rest)]
    starts = _one_time(cell("starts"), "開始") or (times[0] if times else None)
    ends = _one_time(cell("ends"), "終了") or (times[1] if len(times) > 1 else None)
    if ends and (starts is None or ends <= starts):
        raise ValueError(_("終わりの時刻が、始まりより前です。"))
    if not cell("agenda"):
        raise ValueError(_("「議題」が空いています。"))
    counterparts = [part for part in re.split(r"[;；、\n]+", cell("counterparts")) if part.strip()]
    doubt = ""
    if weekday and WEEKDAYS.index(weekday) != day.weekday():
        doubt = _("%(row)d行目：%(written)sとありますが、%(day)sは%(real)s曜日です。") % {
            "row": number,
            "written": cell("when"),
            "day": f"{day.year}年{day.month}月{day.day}日",
            "real": WEEKDAYS[day.weekday()],
        }
    return Listed(
        Meeting(
            number=int(cell("number")) if re.fullmatch(r"\d{1,4}", cell("number")) else None,
            kind=_kind(cell("kind"), cell("agenda")),
            date=day,
            starts=starts,
            ends=ends,
            place=cell("place")[:200],
            agenda=cell("agenda")[:2000],
            note=doubt.partition("：")[2],
        ),
        [part.strip() for part in counterparts],
        doubt,
    )


def _read_day(text: str, fiscal_year: int) -> tuple[date, str, str]:
    """The date, the weekday as written (or nothing), and what stands behind them."""
    found = _DAY.match(text.strip())
    if not found:
        raise ValueError(
            _("「%s」は日付として読めません。「2022/12/13（火）」のように書いてください。")
            % text[:30]
        )
    month, day = int(found["month"]), int(found["day"])
    try:
        if found["year"]:
            read = date(int(found["year"]), month, day)
        elif found["reiwa"]:
            reiwa = 1 if found["reiwa"] == "元" else int(found["reiwa"])
            read = date(2018 + reiwa, month, day)
        else:
            read = fiscal_years.date_in(fiscal_year, month, day)
    except ValueError as error:
        raise ValueError(_("「%s」という日はありません。") % text[:30]) from error
    return read, found["weekday"] or "", text.strip()[found.end() :]


def _read_time(found: re.Match) -> time:
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError as error:
        raise ValueError(_("「%s」という時刻はありません。") % found[0]) from error


def _one_time(text: str, heading: str) -> time | None:
    if not text:
        return None
    found = _TIME.match(text)
    if not found:
        raise ValueError(
            _("「%(heading)s」の「%(text)s」は時刻として読めません。")
            % {"heading": heading, "text": text[:30]}
        )
    return _read_time(found)


def _kind(text: str, agenda: str) -> str:
    """The kind as written; else as the agenda names it; else a plain talk."""
    for written in (text, agenda):
        for kind, words in (
            (Meeting.Kind.PREPARATION, ("準備会",)),
            (Meeting.Kind.PLATFORM, ("PF会議",)),
            (Meeting.Kind.LECTURE, ("講演会",)),
            (Meeting.Kind.HEARING, ("ヒアリング",)),
        ):
            if any(word in re.sub(r"\s", "", written) for word in words):
                return kind
    return Meeting.Kind.TALK


def _text(cell) -> str:
    """A cell as text: dates and times of Excel's as people write them. Raises ValueError."""
    if isinstance(cell, datetime) and cell.time() != time():
        return f"{cell:%Y/%m/%d %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%Y/%m/%d}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return unicodedata.normalize("NFKC", tidy(text_of(cell))).strip()
