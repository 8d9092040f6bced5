"""Lists of meetings are read as people write them."""

from datetime import date

import pytest

from directory.spreadsheets.cells import Formula
from directory.spreadsheets.text_tables import rows_of_text
from platform_members.meetings.table import as_text, read_meetings
from platform_members.rounds.sheets.files import Grid, grids
from tests.helpers.meeting_lists import REPORTED
from tests.platform_members.rounds.test_sheets import book


def listed(*rows, headings=("日時", "議題"), year=2022):
    """What is read of rows below these headings."""
    return read_meetings([Grid("", "", [list(headings), *map(list, rows)])], year)


def values_of(*row, **options) -> dict:
    """What is read of a single row, which has to be sound."""
    found = listed(row, **options)
    assert found.faults == []
    return found.listed[0].values


def test_the_reports_list_is_read():
    """Dates without a year lie in the fiscal year; the kind follows from the agenda."""
    found = read_meetings([Grid("", "", rows_of_text(REPORTED))], 2022)
    assert found.faults == []
    assert [(each.values["date"], each.values["starts"]) for each in found.listed] == [
        ("2022-11-29", "15:30"),
        ("2022-12-13", "15:00"),
        ("2022-12-22", "10:00"),
        ("2023-01-31", "10:00"),
        ("2023-02-09", "14:00"),
    ]
    kinds = [each.guessed_kind for each in found.listed]
    assert kinds == ["talk", "talk", "preparation", "platform", "hearing"]


def test_a_date_and_its_weekday_that_disagree_are_named():
    """12/13（月） was a Tuesday."""
    found = read_meetings([Grid("", "", rows_of_text(REPORTED))], 2022)
    assert found.doubts == [
        "3行目：12/13(月) 15:00-16:00とありますが、2022年12月13日は火曜日です。"
    ]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2022/12/13（火）", "2022-12-13"),
        ("令和4年12月13日（火曜日）15時30分～", "2022-12-13"),
        ("令和元年12月13日", "2019-12-13"),
        ("R5.2.9", "2023-02-09"),
        ("２０２３年２月９日", "2023-02-09"),
        ("2023-02-09", "2023-02-09"),
        ("3/31", "2023-03-31"),
    ],
)
def test_dates_are_read_as_people_write_them(written, day):
    """With and without year, era and weekday."""
    assert values_of(written, "打合せ")["date"] == day


@pytest.mark.parametrize(
    ("written", "starts", "ends"),
    [
        ("15:30-17:00", "15:30", "17:00"),
        ("15:30～17:00", "15:30", "17:00"),
        ("１５：３０〜１７：００", "15:30", "17:00"),
        ("9時から11時半まで", "09:00", "11:30"),
        ("午後1時30分", "13:30", None),
        ("午後１時３０分～３時", "13:30", "15:00"),
        ("13時半", "13:30", None),
        ("13時半～", "13:30", None),
        ("正午～午後2時", "12:00", "14:00"),
        ("午前10時～正午", "10:00", "12:00"),
        ("午前10時30分から午後0時15分", "10:30", "12:15"),
        ("午後1:30−午後3:00", "13:30", "15:00"),
        ("", None, None),
    ],
)
def test_times_are_read_as_people_write_them(written, starts, ends):
    """午後1時30分 is 13:30 and 正午 is 12:00, never anything else."""
    values = values_of(f"12/13（火） {written}", "打合せ")
    assert (values.get("starts"), values.get("ends")) == (starts, ends)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["きのう", "打合せ"], "2行目：「きのう」は日付として読み取れません"),
        (["8/12/30", "打合せ"], "「令和8年12月30日」（2026年12月30日）か「2008年12月30日」"),
        (["2/30", "打合せ"], "2行目：「2/30」という日はありません"),
        (["12/13 25:00", "打合せ"], "2行目：「25:00」：時刻は 0:00 から 24:00 まで"),
        (["12/13 15:00-14:00", "打合せ"], "2行目：終わりの時刻は、始まりの時刻より後に"),
        (["12/13 22:00～5:00", "打合せ"], "2行目：終わりの時刻は、始まりの時刻より後に"),
        (["12/13 午前10時～3時", "打合せ"], "2行目：終わりの時刻が午前か午後か、わかりません"),
        (["12/13 1時～午後3時", "打合せ"], "2行目：始まりの時刻が午前か午後か、わかりません"),
        (["12/13 22:00～翌1:00", "打合せ"], "2行目：「翌1:00」：翌日まで続く会議は"),
        (["12/13 15:00-17:00（予定）", "打合せ"], "「17:00(予定)」は時刻として読み取れません"),
        (["12/13 午後", "打合せ"], "「午後」は時刻として読み取れません"),
        (["12/13 終日", "打合せ"], "「終日」は時刻として読み取れません"),
        (["12/13 15:00 16:00", "打合せ"], "「15:00 16:00」は時刻として読み取れません"),
        (["12/13 ～17:00", "打合せ"], "始まりの時刻がありません"),
        (["12/13 23:00～24:00", "打合せ"], "24:00は使えません"),
        (["12/13", ""], "2行目：「議題」が空いています"),
        (["12/13", "あ" * 2001], "「議題」が長すぎます。2000文字まで"),
        (["12/13", Formula()], "2行目：数式が入っています"),
        (["12/13", "#REF!"], "2行目：Excelのエラー（#REF!）です"),
    ],
)
def test_what_is_not_understood_is_named_with_its_text(row, fault):
    """Nothing is guessed or cut short."""
    assert fault in listed(row).faults[0]


@pytest.mark.parametrize(
    ("heading", "text", "fault"),
    [
        ("番号", "その三", "番号の「その三」は数字として読み取れません"),
        ("種類", "懇親会", "種類の「懇親会」は読み取れません。準備会、PF会議、"),
        ("開始", "昼すぎ", "「昼すぎ」は時刻として読み取れません"),
        ("場所", "あ" * 201, "「場所」が長すぎます"),
        ("議題", "二つめ", "同じ意味の見出しが二つあります"),
    ],
)
def test_other_columns_are_refused_too(heading, text, fault):
    """A number, a kind, a time, a place, a heading that stands twice."""
    found = listed(["12/13", "打合せ", text], headings=("日時", "議題", heading))
    assert fault in found.faults[0]


@pytest.mark.parametrize("number", ["3", "第3回", "No.3", "③", "３"])
def test_numbers_are_read_as_people_write_them(number):
    """第3回 is the third."""
    row = ("12/13", "打合せ", number)
    assert values_of(*row, headings=("日時", "議題", "No."))["number"] == 3


def test_an_agenda_stays_as_it_is_written():
    """Only what is a date, a time or a number is read in half-width letters."""
    values = values_of("１２/１３", "第２回ＰＦ会議（仮）", headings=("日時", "議題"))
    assert (values["agenda"], values["date"]) == ("第２回ＰＦ会議（仮）", "2022-12-13")
    assert listed(("12/13", "第２回ＰＦ会議（仮）")).listed[0].guessed_kind == "platform"


def test_columns_and_lines_that_are_not_taken_in_are_named():
    """Remarks beside a meeting, a title above the table."""
    rows = [["令和4年度の会議"], ["日時", "議題", "備考"], ["12/13", "打合せ", "要調整"]]
    found = read_meetings([Grid("", "", rows)], 2022)
    assert found.left_out == [
        "1行目「令和4年度の会議」：見出しの行より上なので、取り込みません。",
        "3行目 C列「備考」「要調整」：この列は取り込みません。",
    ]


def test_a_hidden_row_is_no_meeting():
    """No one has looked at it."""
    content = book(
        ["日時", "議題"],
        ["2022/12/13", "打合せ"],
        change=lambda sheet: setattr(sheet.row_dimensions[2], "hidden", True),
    )
    assert "非表示の行です" in read_meetings(grids("a.xlsx", content), 2022).faults[0]


def test_a_file_as_text_is_read_as_the_file():
    """Also where a cell holds several lines."""
    content = book(["日時", "相手", "議題"], [date(2026, 12, 1), "伊勢市\n健康課", "打合せ"])
    sheets = grids("a.xlsx", content)
    again = read_meetings([Grid("", "", rows_of_text(as_text(sheets)))], 2026)
    assert again.listed[0].counterparts == ["伊勢市", "健康課"]
    assert again.listed[0].values == read_meetings(sheets, 2026).listed[0].values
