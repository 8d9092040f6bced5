"""Nothing of an uploaded sheet is lost in silence: it is taken in as it says, or named with why."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from directory.text.folding import lookup_key
from platform_members.models import Programme
from platform_members.rounds.sheets import files
from platform_members.rounds.sheets.comparing import compare
from platform_members.rounds.sheets.departments import Departments
from platform_members.rounds.sheets.layout import TABLES, is_printed
from platform_members.rounds.sheets.reading import read_sheets
from tests.platform_members.rounds.test_sheets import (
    HEADINGS,
    NAMES,
    ROW,
    book,
    only_row,
    read,
    said,
)

NPO_HEADINGS = ["NPO法人名", "NPO法人の概要", "担当課", "形態", "事業名", "事業内容"]
WATCH = ["見守り", "健康課", "新規", "社会参加", "高齢者", "補助", "", "訪問"]
PLACES = [lookup_key(column.heading) for table in TABLES for column in table.columns]


def change(values: dict) -> list:
    """A sound row, changed in some columns, which are counted from 0."""
    return [values.get(column, cell) for column, cell in enumerate(ROW)]


def columns_of(found) -> dict[str, str]:
    """The words that the preview shows for the only row, by the name of their column."""
    (compared,) = compare([only_row(found)], [])
    return {cell.label: cell.new for cell in compared.cells}


def test_a_programme_may_begin_with_the_sign_of_a_note():
    """※ before a name is part of the name; a line that is only a note is named."""
    found = read(book(HEADINGS, change({0: "※見守り"}), ["※来年度から"], WATCH))
    assert [row.values["name"] for row in found.rows] == ["※見守り", "見守り"]
    assert said(found) == ["健康課.xlsx　シート「Sheet1」3行目：表の行ではなく、注と見なしました。"]
    assert found.left_out[0].text == "※来年度から"


def test_a_name_with_the_sign_whose_other_cells_are_merged_is_a_programme():
    """Everything but the name is merged with the row above."""

    def merge(sheet):
        for letter in "BCDEFGH":
            sheet.merge_cells(f"{letter}2:{letter}3")

    found = read(book(HEADINGS, ROW, ["※見守り"], change=merge))
    assert [row.values["name"] for row in found.rows] == ["こころの健康づくり", "※見守り"]


@pytest.mark.parametrize("ditto", ["同上", "〃", "々", "″", "上に同じ", '"'])
def test_ditto_is_the_cell_above(ditto):
    """Also through several rows; the department too."""
    again = ["見守り", *[ditto] * 5, "", "訪問"]
    found = read(book(HEADINGS, ROW, again, ["巡回", *again[1:]]))
    assert found.faults == []
    assert [row.organisation for row in found.rows] == [1, 1, 1]
    assert {row.values["kind"] for row in found.rows} == {"awareness"}
    assert [row.values["target"] for row in found.rows] == ["市民"] * 3


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (change({4: "同上"}), "2行目 E列「対象者」：上の行に内容がありません。"),
        (
            change({4: "同上（高齢者のみ）"}),
            "2行目 E列「対象者」：「同上（高齢者のみ）」は、上の行の",
        ),
        (change({4: "#N/A"}), "2行目 E列「対象者」：Excelのエラー（#N/A）です。"),
        (change({3: "①"}), "2行目 D列「種別」：「①」は読み取れません。"),
        (change({3: "周知・啓発、社会参加"}), "「周知・啓発、社会参加」は読み取れません。"),
    ],
)
def test_what_is_not_understood_is_named(row, fault):
    """With its place; the row beside it is taken in."""
    found = read(book(HEADINGS, row, WATCH))
    assert [line for line in said(found) if fault in line], said(found)
    assert [each.values["name"] for each in found.rows] == ["見守り"]


@pytest.mark.parametrize("kind", ["①周知・啓発", "1.周知・啓発", "（1）周知啓発", "○周知・啓発"])
def test_a_numbered_choice_is_that_choice(kind):
    """As forms number what may be chosen."""
    assert columns_of(read(book(HEADINGS, change({3: kind}))))["種別"] == "周知・啓発"


def test_a_remark_leaves_its_row_in():
    """備考, and words in a column without a heading, are named; the row is taken in."""
    found = read(book([*HEADINGS, "備考"], [*ROW, "要確認", "メモ"]))
    assert only_row(found).values["name"] == "こころの健康づくり"
    assert [(each.text, each.is_fault) for each in found.left_out] == [
        ("要確認", False),
        ("メモ", False),
    ]
    assert "J列（見出しなし）" in said(found)[1]


def test_cells_merged_across_two_columns_are_refused():
    """A content that reaches into the column beside it could mean either."""
    found = read(book(HEADINGS, ROW, WATCH, change=lambda sheet: sheet.merge_cells("G3:H3")))
    assert len(found.rows) == 2  # its contractor is empty: nothing is hidden by the merge
    spoilt = [*WATCH[:6], "訪問する", None]
    found = read(book(HEADINGS, ROW, spoilt, change=lambda sheet: sheet.merge_cells("G3:H3")))
    assert [row.values["name"] for row in found.rows] == ["こころの健康づくり"]
    assert "3行目 G列「委託先」：右の列と結合されていて" in said(found)[0]


def test_a_block_merged_over_rows_and_columns_is_refused_on_each_row():
    """There is no telling what such a block means."""
    rows = [HEADINGS, [*WATCH[:6], "訪問", None], ["巡回", *WATCH[1:6]]]
    found = read(book(*rows, change=lambda sheet: sheet.merge_cells("G2:H3")))
    assert found.rows == []
    assert len(found.faults) == 2


def test_developments_in_both_places_are_joined():
    """Below the content, and in a column of their own."""
    row = change({7: "啓発\n【想定できる事業発展】就労へ"})
    found = read(book([*HEADINGS, "想定できる事業発展"], [*row, "訪問へ"]))
    assert columns_of(found)["想定できる事業発展"] == "就労へ\n訪問へ"


def test_lines_above_and_beside_the_table_are_named():
    """Titles, two lines of headings, and the person behind the department's name."""
    found = read(
        book(
            ["令和8年度", "様式1"],
            ["【課名：健康課】担当：山田 内線123"],
            ["", "", "事業の概要"],
            HEADINGS,
            ROW,
        )
    )
    only_row(found)
    assert [each.text for each in found.left_out] == [
        "令和8年度｜様式1",
        "担当：山田 内線123",
        "事業の概要",
    ]


def test_the_sheets_own_words_are_not_named():
    """Its title and its notes stand on every sheet."""
    found = read(book(["「第1回」情報交換・共有シート"], HEADINGS, ROW, [str(TABLES[0].notes[0])]))
    assert found.left_out == []


def test_a_department_that_is_not_known_takes_no_rows_with_it():
    """Rows below 【課名：夢課】 belong to no department, also for a person of one department."""
    found = read(book(["【課名：夢課】"], HEADINGS, change({1: ""})), only=1)
    assert found.rows == []
    assert any("「夢課」は、担当している課ではありません" in line for line in said(found))
    assert any("担当課がわかりません" in line for line in said(found))


def test_hidden_and_blank_sheets_are_named():
    """Beside a table they are no fault."""
    workbook = load_workbook(io.BytesIO(book(HEADINGS, ROW, title="回答")))
    workbook.create_sheet("Sheet2")
    workbook.create_sheet("候補").append(["直営"])
    workbook["候補"].sheet_state = "hidden"
    file = io.BytesIO()
    workbook.save(file)
    found = read(file.getvalue())
    only_row(found)
    assert said(found) == [
        "健康課.xlsx　シート「Sheet2」：何も入力されていません。",
        "健康課.xlsx　シート「候補」：非表示のシートなので読んでいません。"
        "要るものなら、表示して出してください。",
    ]


def test_half_width_kana_and_cp932_are_read():
    """As old systems write CSV."""
    row = change({0: "ｺｺﾛの健康", 7: "ﾊﾟﾈﾙ展示"})
    text = "\r\n".join(",".join(cells) for cells in (HEADINGS, row))
    values = only_row(read(text.encode("cp932"), "健康課.csv")).values
    assert (values["name"], values["content"]) == ("ココロの健康", "パネル展示")


@pytest.mark.parametrize(
    "word", ["該当なし", "該当無し。", "特になし", "なし", "該当する事業はありません"]
)
def test_nothing_to_report_is_understood(word):
    """In any column of the only row."""
    found = read(book(["【課名：健康課】"], ["No", *HEADINGS], [1, word]))
    assert (list(found.nothing), found.rows, found.left_out) == ([1], [], [])


def test_nothing_in_one_table_beside_rows_in_the_other():
    """The department has answered with its rows; the other table's words are named."""
    found = read(book(["【課名：健康課】"], HEADINGS, ROW, [], NPO_HEADINGS, ["該当なし"]))
    assert len(found.rows) == 1
    assert found.nothing == {}
    assert said(found) == [
        "健康課.xlsx　シート「Sheet1」6行目：この表に書くことはない（該当なし）と読みました。"
    ]


def test_a_table_that_was_left_empty_is_told_how_to_say_so():
    """Nothing filled in is no answer."""
    assert "「該当なし」と入力してください" in said(read(book(["【課名：健康課】"], HEADINGS)))[0]


def test_a_column_that_a_sheet_lacks_stays_as_it_is():
    """Only what the sheet says is compared and replaced."""
    programme = Programme(organisation_id=1, name=ROW[0], kind="other", contractor="千巻印刷")
    row = only_row(read(book(["事業名", "担当課", "種別"], [ROW[0], "健康課", "周知・啓発"])))
    (compared,) = compare([row], [programme])
    assert [(cell.label, cell.old, cell.new) for cell in compared.cells] == [
        ("事業名", ROW[0], ROW[0]),
        ("種別", "その他", "周知・啓発"),
    ]


# --- Whatever people do to the sheet ----------------------------------------------------------
TEXTS = st.one_of(
    st.sampled_from(
        [*ROW, "", "※注", "同上", "〃", "該当なし", "①周知・啓発", "－", "#N/A", "メモ", "12",
         "広報広聴課", "夢課", "ｶﾅ", "訪問\n【想定できる事業発展】就労へ", "【課名：健康課】内線1"]
    ),
    st.text("あカｶﾞ漢字Aｚ1１※「」：、。#=-'＝（）", max_size=6),
)  # fmt: skip
HEADING_ROWS = st.permutations([*HEADINGS, "備考", "No", ""]) | st.just(NPO_HEADINGS)
ANY_LINE = st.lists(TEXTS, max_size=9)


@st.composite
def filled_rows(draw) -> list[str]:
    """A sound row with a name of its own, a remark or none, and up to two cells spoilt."""
    row = [f"事業{draw(st.integers(0, 99))}", *ROW[1:], draw(TEXTS), draw(TEXTS)]
    for column in draw(st.lists(st.integers(0, 9), max_size=2)):
        row[column] = draw(TEXTS)
    return row


@st.composite
def sheets(draw) -> list[list[str]]:
    """A sheet as departments send it; or lines in any order, with headings anywhere."""
    if draw(st.booleans()):
        return draw(st.lists(ANY_LINE | HEADING_ROWS, max_size=8))
    above = draw(st.lists(ANY_LINE, max_size=2))
    below = draw(st.lists(filled_rows() | ANY_LINE, max_size=6))
    return [*above, [*HEADINGS, "備考"], *below]


def plain(text: str) -> str:
    """A text without what the portal may change in it: width, spaces and dots."""
    return lookup_key(text).strip("'")


def accounted(found) -> str:
    """All that the preview shows: every new value, and what is named as left out."""
    shown = [cell.new for each in compare(found.rows, []) for cell in each.cells]
    shown += [text for each in found.left_out for text in (each.text, *each.reasons)]
    shown += [line.text for line in found.nothing.values()]
    shown += [NAMES[row.organisation] for row in found.rows]
    return plain("\n".join(shown))


def is_forms_own(text: str) -> bool:
    """Whether a text is the form's and not a department's: headings, marks, dashes, numbers."""
    word = plain(text)
    marks = {"no", "備考", "同上", "〃", "想定できる事業発展"}
    is_nothing = not word.strip("-") or word.isdecimal()
    return word in PLACES or word in marks or is_printed(text) or is_nothing


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(lines=sheets())
def test_every_cell_is_shown_or_named(lines):
    """Each non-empty cell of a sheet is among the new values or among what is left out."""
    grid = files.Grid("a.xlsx", "Sheet1", [list(line) for line in lines])
    found = read_sheets([grid], Departments(NAMES, "伊勢市"))
    whole = any(each.place == "シート「Sheet1」" and not each.text for each in found.left_out)
    no_table = whole and "表が見つからない" in "".join(said(found))
    shown = accounted(found)
    for text in (cell for line in lines for cell in line):
        pieces = text.replace("【想定できる事業発展】", "\n").replace("①", "").splitlines()
        for piece in pieces:
            piece = piece.replace("【課名：健康課】", "")
            assert no_table or is_forms_own(piece) or plain(piece) in shown, (piece, lines)
