"""Table of figures by medium: headings in two languages, rows by medium or day, a total."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from campaigns.report.calculation import FigureCheck, Figures, Medium, ReportedTotals, add_up
from campaigns.tables import figures, refusals
from campaigns.tables.rows import TableProblem

HEADINGS = {
    "medium": "広告媒体 媒体 媒体名 メディア 配信媒体 medium media platform network キャンペーン"
    " キャンペーン名 campaign campaignname",
    "impressions": "表示回数 表示 インプレッション インプレッション数 imp imps impr impressions",
    "clicks": "クリック クリック数 クリック回数 リンクのクリック click clicks linkclicks"
    " クリックすべて clicksall",
    "cost": "費用 広告費 コスト 金額 利用金額 ご利用金額 消化金額 cost spend amount"
    " amountspent amountspentjpy costjpy",
    "ctr": "クリック率報告値 クリック率報告値% ctr クリック率 クリック率% ctr%",
    "cpc": "クリック単価報告値 cpc 平均cpc クリック単価 平均クリック単価 avgcpc averagecpc",
    "views": "動画視聴 動画視聴回数 動画再生数 視聴回数 再生回数 再生数 views videoviews",
    "kind": "種類 種別 広告の種類 type",
    "day": "日付 日 年月日 配信日 date day timeperiod",
    "currency": "通貨 通貨コード currency currencycode",
}
NAMES = {heading: column for column, headings in HEADINGS.items() for heading in headings.split()}
REQUIRED = {"medium": "媒体", "impressions": "表示回数", "clicks": "クリック", "cost": "費用"}
COUNTS = {"impressions": "表示回数", "clicks": "クリック", "cost": "費用", "views": "動画視聴"}
RATIOS = {"ctr": "クリック率", "cpc": "クリック単価"}
TOTAL = re.compile(r"^(?:合計|総計|総合計|計|全体|(?:grand)?totals?)(?:$|[:：\-(])", re.I)
KINDS = {
    "リスティング": "リスティング|検索|listing|search",
    "ディスプレイ": "ディスプレイ|display|gdn|ydn|yda",
    "動画": "youtube|動画|インストリーム|ビデオ|video|tver",
    "SNS": "line|twitter|^x$|^x[(]|facebook|instagram|tiktok|meta|sns",
}
# Of several totals of one table, that of all its rows.
WHOLE_TOTAL = re.compile(r"アカウント|account", re.I)
ALL_CLICKS = ("クリックすべて", "clicksall")
ROWS_SEARCHED = 30  # for the headings: titles and notes may stand above them
MAX_NAME_LENGTH = 60
_Value = TypeVar("_Value")


@dataclass
class MediaReading:
    """Result of reading a table: media, reported total, problems, notes."""

    media: list[Medium] = field(default_factory=list)
    totals: ReportedTotals | None = None
    problems: list[TableProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_rows(self) -> list[list[str]]:
        """Rows of the media and the total, in a form that can be read again."""
        head = ["媒体", "種類", "表示回数", "クリック", "CTR", "CPC", "費用", "動画視聴"]
        rows = [head, *(_row(medium) for medium in self.media)]
        if self.totals:
            total = self.totals
            counts = [total.impressions, total.clicks, total.ctr, total.cpc, total.cost]
            rows.append(["合計", "", *counts, ""])
        return rows


@dataclass
class _MediumRow:
    """Row of the table that has been read."""

    number: int
    name: str
    day: str
    detail: tuple[str, ...]  # what else tells rows apart: device, advertisement group
    medium: Medium
    cost: Decimal


def _row(medium: Medium) -> list[str]:
    counted = medium.figures
    views = "" if counted.views is None else str(counted.views)
    counts = [str(counted.impressions), str(counted.clicks)]
    reported = [medium.ctr_reported, medium.cpc_reported]
    return [medium.name, medium.kind, *counts, *reported, str(counted.cost), views]


def read_media(rows: list[list[str]]) -> MediaReading:
    """Media and total of a table, with a problem for every row to correct."""
    reading = MediaReading()
    head, columns = _find_headings(rows)
    if head is None:
        missing = [label for name, label in REQUIRED.items() if name not in columns]
        reading.problems.append(
            TableProblem(0, refusals.NO_HEADINGS.format(missing="、".join(missing)))
        )
        return reading
    _check_currency_of_headings(rows[head], head + 1, columns, reading)
    _check_kinds_of_headings(rows[head], head + 1, columns, reading)
    lines, totals = _read_lines(rows, head, columns, reading)
    if not lines and not reading.problems:
        reading.problems.append(TableProblem(0, refusals.NO_MEDIA))
    _refuse_doubles(lines, "day" in columns, reading)
    reading.media = _summed(lines, reading)
    _check_totals(totals, reading)
    return reading


def _find_headings(rows: list[list[str]]) -> tuple[int | None, dict[str, int]]:
    """Row with all required headings, and column indexes; None and the best row's without one."""
    best: dict[str, int] = {}
    for number, row in enumerate(rows[:ROWS_SEARCHED]):
        columns: dict[str, int] = {}
        ranks: dict[str, int] = {}
        for place, cell in enumerate(row):
            heading = _heading(cell)
            column = NAMES.get(heading)
            if column:
                rank = HEADINGS[column].split().index(heading)
                if column not in columns or rank < ranks[column]:
                    columns[column], ranks[column] = place, rank
        if REQUIRED.keys() <= columns.keys():
            return number, columns
        best = max(best, columns, key=len)
    return None, best


def _heading(cell: str) -> str:
    """Key of a heading: without spaces, dots, units in brackets."""
    text = figures.folded(cell).casefold()
    text = re.sub(r"[(\[](?:円|¥|\\|jpy|税[込抜別]|回|件|usd|eur|gbp|krw|cny|[$€£])[)\]]", "", text)
    return re.sub(r"[\s.()\[\]_:、・,]", "", text)


def _check_currency_of_headings(
    row: list[str], number: int, columns: dict[str, int], reading: MediaReading
) -> None:
    for cell in (row[columns[name]] for name in ("cost", "cpc") if name in columns):
        if figures.OTHER_MONEY.search(figures.folded(cell)):
            message = refusals.HEADING_OF_OTHER_MONEY.format(text=cell)
            reading.problems.append(TableProblem(number, message))


def _check_kinds_of_headings(
    row: list[str], number: int, columns: dict[str, int], reading: MediaReading
) -> None:
    """Ask which of two costs is meant, with and without tax; say which clicks were counted."""
    costs = [cell for cell in row if NAMES.get(_heading(cell)) == "cost"]
    taxed = {tax[0] for cell in costs if (tax := re.search("税[込抜別]", figures.folded(cell)))}
    if len(taxed) > 1:
        told = "」「".join(costs)
        reading.problems.append(TableProblem(number, refusals.TWO_COSTS.format(text=told)))
    if _heading(row[columns["clicks"]]) in ALL_CLICKS:
        reading.notes.append(refusals.ALL_CLICKS)


def _read_lines(
    rows: list[list[str]], head: int, columns: dict[str, int], reading: MediaReading
) -> tuple[list[_MediumRow], list[tuple[int, str, dict[str, str]]]]:
    lines: list[_MediumRow] = []
    totals: list[tuple[int, str, dict[str, str]]] = []
    others = [place for place in range(len(rows[head])) if place not in columns.values()]
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        cells = {
            name: row[place].strip() if place < len(row) else "" for name, place in columns.items()
        }
        if not any(cells.values()) or _is_second_heading(cells):
            continue
        name = _name(cells["medium"])
        first = next(cell for cell in row if cell.strip())
        total = TOTAL.search(figures.same_medium(name)) or TOTAL.search(figures.same_medium(first))
        if total:
            totals.append((number, f"{first}{name}", cells))
        elif line := _read_line(number, name, cells, reading):
            line.detail = _detail(row, others)
            lines.append(line)
    return lines, totals


def _detail(row: list[str], others: list[int]) -> tuple[str, ...]:
    """The words in columns that are not read, by which rows of one medium and day differ."""
    cells = [figures.folded(row[place]) for place in others if place < len(row)]
    return tuple("" if re.fullmatch(r"[-\d.,%¥ ]*", cell) else cell for cell in cells)


def _is_second_heading(cells: dict[str, str]) -> bool:
    """Whether a row repeats the headings, as contractors do in English."""
    return all(NAMES.get(_heading(cells[name])) == name for name in COUNTS if cells.get(name))


def _name(cell: str) -> str:
    """Medium's name on one line, without control characters, in its own letters."""
    plain = "".join(" " if unicodedata.category(c).startswith("C") else c for c in cell)
    return " ".join(plain.split())


def _read_line(
    number: int, name: str, cells: dict[str, str], reading: MediaReading
) -> _MediumRow | None:
    """Row of a medium; None, with problems in the reading, if it cannot be read."""
    faults = _faults_of_name(name) + _faults_of_currency(cells.get("currency", ""))
    impressions, clicks, cost, views = (
        _read_cell(faults, label, _count, column, cells.get(column, ""))
        for column, label in COUNTS.items()
    )
    exact = Decimal(figures.plain(cells["cost"])) if cost is not None else Decimal()
    if cost is not None and exact != cost and refusals.ROUNDED not in reading.notes:
        reading.notes.append(refusals.ROUNDED)
    ctr, cpc = (
        _read_cell(faults, label, figures.reported, cells.get(column, ""))
        for column, label in RATIOS.items()
    )
    if clicks is not None and impressions is not None and clicks > impressions:
        faults.append(refusals.MORE_CLICKS.format(clicks=clicks, impressions=impressions))
    if faults or impressions is None or clicks is None or cost is None:
        reading.problems += [TableProblem(number, fault) for fault in faults]
        return None
    kind = figures.folded(cells.get("kind", ""))
    kind = kind if kind in KINDS else _kind_of(name)
    medium = Medium(name, Figures(impressions, clicks, cost, views), ctr or "", cpc or "", kind)
    day = figures.folded(cells.get("day", ""))
    return _MediumRow(number, figures.same_medium(name), day, (), medium, exact)


def _faults_of_name(name: str) -> list[str]:
    if not name:
        return [refusals.NO_NAME]
    if len(name) > MAX_NAME_LENGTH:
        return [refusals.LONG_NAME.format(max_length=MAX_NAME_LENGTH)]
    if figures.same_medium(name).startswith(("小計", "subtotal")):
        return [refusals.SUBTOTAL]
    return []


def _faults_of_currency(text: str) -> list[str]:
    if figures.folded(text).upper() in ("", "JPY", "円", "日本円", "¥"):
        return []
    return [refusals.CURRENCY.format(text=text)]


def _read_cell(
    faults: list[str], label: str, read: Callable[..., _Value], *cells: str
) -> _Value | None:
    """Value of a cell; None, with a fault under the column's label, if it cannot be read."""
    try:
        return read(*cells)
    except ValueError as error:
        faults.append(refusals.IN_COLUMN.format(label=label, message=error))
        return None


def _count(column: str, text: str) -> int | None:
    """Count of a column; only views may be None, unknown."""
    if column == "views" and not figures.stated(text):
        return None
    if not text:
        raise ValueError(refusals.EMPTY_FIGURE)
    return figures.yen(text) if column == "cost" else figures.count(text)


def _kind_of(name: str) -> str:
    """Kind of advertising by the medium's name; staff see it before they save."""
    folded = figures.same_medium(name)
    return next((kind for kind, words in KINDS.items() if re.search(words, folded)), "")


def _refuse_doubles(lines: list[_MediumRow], daily: bool, reading: MediaReading) -> None:
    """Refuse a medium twice, or in daily rows twice a day, unless the rows say how they differ."""
    seen: dict[tuple[str, str, tuple[str, ...]], int] = {}
    for line in lines:
        first = seen.setdefault((line.name, line.day, line.detail), line.number)
        if first != line.number:
            fault = refusals.SAME_MEDIUM_AND_DAY if daily else refusals.SAME_MEDIUM
            fault = fault.format(name=line.medium.name, first=first)
            reading.problems.append(TableProblem(line.number, fault))


def _summed(lines: list[_MediumRow], reading: MediaReading) -> list[Medium]:
    """Media with daily rows added up, without the ratios that were reported by day."""
    groups: dict[str, list[_MediumRow]] = {}
    for line in lines:
        groups.setdefault(line.name, []).append(line)
    if len(groups) < len(lines):
        finer = len({(line.name, line.day) for line in lines}) < len(lines)
        summed = refusals.SUMMED_FINER if finer else refusals.SUMMED
        reading.notes.append(summed.format(lines=len(lines), media=len(groups)))
    return [_add(group) for group in groups.values()]


def _add(group: list[_MediumRow]) -> Medium:
    medium = group[0].medium
    if len(group) == 1:
        return medium
    total = add_up([line.medium.figures for line in group])
    total = replace(total, cost=figures.rounded(sum(line.cost for line in group)))
    return replace(medium, figures=total, ctr_reported="", cpc_reported="")


def _check_totals(totals: list[tuple[int, str, dict[str, str]]], reading: MediaReading) -> None:
    """Set the reported total, or problems if its sums are not those of the rows.

    Of several totals only one may be that of all rows: 合計: アカウント beside 合計: 検索.
    """
    if not totals:
        return
    whole = [each for each in totals if WHOLE_TOTAL.search(figures.same_medium(each[1]))]
    totals = whole if len(whole) == 1 else totals
    number, _words, cells = totals[-1]
    if len(totals) > 1:
        reading.problems.append(
            TableProblem(number, refusals.SECOND_TOTAL.format(first=totals[0][0]))
        )
        return
    faults: list[str] = []
    reported = {
        column: _read_cell(
            faults, refusals.OF_TOTAL.format(label=label), figures.reported, cells.get(column, "")
        )
        or ""
        for column, label in {**COUNTS, **RATIOS}.items()
        if column != "views"
    }
    if not faults and not reading.problems:  # the sum of rows that cannot be read would be wrong
        faults = _wrong_sums(reported, add_up([medium.figures for medium in reading.media]))
    reading.problems += [TableProblem(number, fault) for fault in faults]
    reading.totals = None if reading.problems else ReportedTotals(**reported)


def _wrong_sums(reported: dict[str, str], summed: Figures) -> list[str]:
    faults = []
    for column, label in COUNTS.items():
        check = FigureCheck(getattr(summed, column), reported.get(column, ""))
        if check.agrees is False:
            faults.append(
                refusals.WRONG_SUM.format(
                    label=label,
                    reported=reported[column],
                    computed=check.computed,
                    difference=check.difference,
                )
            )
    return faults
