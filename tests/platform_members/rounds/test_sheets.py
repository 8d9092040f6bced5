"""The information-sharing sheet: its layout, what is understood of filled ones, how it is written.

The expected values are those of the city's report, as `fixtures/programmes.json` holds them.
"""

import io
import re

import pytest
from django.conf import settings
from openpyxl import Workbook, load_workbook

from platform_members.models import Organisation, Programme
from platform_members.rounds.sheets import files, writing
from platform_members.rounds.sheets.collating import collate
from platform_members.rounds.sheets.departments import Departments
from platform_members.rounds.sheets.reading import read_sheets
from tests.factories import OrganisationFactory

HEALTH, PUBLICITY = 1, 2
NAMES = {HEALTH: "伊勢市健康課", PUBLICITY: "伊勢市広報広聴課"}
HEADINGS = ["事業名等", "担当課", "新・既", "種別", "対象者", "形態", "委託先", "事業内容"]
ROW = ["こころの健康づくり", "健康課", "既存", "周知・啓発", "市民", "直営", "", "啓発"]


def book(*rows, title="Sheet1", change=None) -> bytes:
    """An Excel file with one sheet of these rows, which `change` may spoil."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def read(content: bytes, name="健康課.xlsx", only=None):
    """One file as the welfare centre reads it, or a department's editor."""
    return read_sheets(
        files.grids(name, content), Departments(NAMES, settings.CITY_NAME, only=only)
    )


def said(found) -> list[str]:
    """What is left out, as a clerk reads it: file, place and reason in one line."""
    lines = []
    for each in found.left_out:
        for reason in each.reasons:
            gap = " " if re.match("[A-Z]+列", reason) else "："
            lines.append(f"{each.file}　{each.place}{gap}{reason}")
    return lines


def only_row(found):
    """The single sound row, with nothing to be mended."""
    assert found.faults == []
    (row,) = found.rows
    return row


def test_a_sheet_as_it_is_meant_is_read():
    """Every column lands where it belongs."""
    row = only_row(read(book(HEADINGS, ROW)))
    assert row.organisation == HEALTH
    assert row.values == {
        "name": "こころの健康づくり",
        "status": "existing",
        "kind": "awareness",
        "target": "市民",
        "delivery": "direct",
        "contractor": "",
        "content": "啓発",
        "possible_development": "",
        "npo_name": "",
    }


def test_columns_may_be_shuffled_and_called_otherwise():
    """新規・既存 is 新・既, and the order is a department's own affair."""
    headings = ["種別", "新規・既存", "事業名", "所管課", "No."]
    row = only_row(read(book(headings, ["周知啓発", "新規", "見守り", "伊勢市健康課", 1])))
    assert (row.values["name"], row.values["kind"]) == ("見守り", "awareness")
    assert (row.values["status"], row.organisation) == ("new", HEALTH)


def test_titles_above_the_table_are_no_rows():
    """Departments put a title, a date and their name above it."""
    content = book(["令和4年度", "様式1"], [], ["作成日", "11月7日"], HEADINGS, ROW)
    assert only_row(read(content)).place == "シート「Sheet1」5行目"


def test_a_merged_cell_means_as_above():
    """One 担当課, one 種別 for several programmes."""

    def merge(sheet):
        for letter in "BCD":
            sheet.merge_cells(f"{letter}2:{letter}3")

    found = read(book(HEADINGS, ROW, ["健康相談", None, None, None, "市民"], change=merge))
    assert found.faults == []
    assert [row.values["kind"] for row in found.rows] == ["awareness", "awareness"]
    assert [row.values["status"] for row in found.rows] == ["existing", "existing"]
    assert [row.organisation for row in found.rows] == [HEALTH, HEALTH]


def test_rows_that_are_only_merged_are_blank():
    """A department merges its name over all rows of the form, and fills in some."""
    content = book(HEADINGS, ROW, [], [], change=lambda sheet: sheet.merge_cells("B2:B4"))
    assert only_row(read(content)).values["name"] == "こころの健康づくり"


def test_two_tables_on_one_sheet_are_two_tables():
    """Programmes, their notes, then the NPOs; the name above counts for both."""
    found = read(
        book(
            ["【課名：健康課】"],
            HEADINGS,
            ["見守り", None, "新規", "社会参加"],
            ["※各課の事業を記載してください。"],
            ["NPO法人名", "NPO法人の概要", "担当課", "形態", "事業名", "事業内容"],
            ["NPO法人いせコンビニネット", "就労支援", "広報広聴課", "委託", None, "相談"],
        )
    )
    assert found.faults == []
    own, npo = found.rows
    assert (own.values["name"], own.organisation) == ("見守り", HEALTH)
    assert (npo.values["npo_name"], npo.organisation) == ("NPO法人いせコンビニネット", PUBLICITY)
    assert (npo.values["name"], npo.values["content"]) == ("", "相談")


def test_possible_developments_stand_below_the_content():
    """As in the report's figure."""
    row = ["見守り", "健康課", "新規", "社会参加", "", "", "", "訪問\n【想定できる事業発展】就労へ"]
    values = only_row(read(book(HEADINGS, row))).values
    assert (values["content"], values["possible_development"]) == ("訪問", "就労へ")


def test_a_dash_is_no_contractor():
    """As in the report's figure."""
    row = [*ROW[:6], "—", "啓発"]
    assert only_row(read(book(HEADINGS, row))).values["contractor"] == ""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_csv_is_read(encoding):
    """In both encodings that Excel writes."""
    text = "\r\n".join(",".join(cells) for cells in (HEADINGS, ROW))
    assert only_row(read(text.encode(encoding), "健康課.csv")).values["kind"] == "awareness"


def hide(sheet):
    """Hide the first line of data."""
    sheet.row_dimensions[2].hidden = True


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (book(HEADINGS, ROW, change=hide), "シート「Sheet1」2行目：非表示の行です。"),
        (book(HEADINGS, ["=A1", *ROW[1:]]), "2行目 A列「事業名等」：数式が入っています。"),
        (
            book(HEADINGS, [ROW[0], "健康づくり課", *ROW[2:]]),
            "2行目 B列「担当課」：「健康づくり課」という課は、この照会の相手にありません。"
            "「健康課」のことですか。",
        ),
        (
            book(HEADINGS, [*ROW[:3], "就労", *ROW[4:]]),
            "2行目 D列「種別」：「就労」は読み取れません。周知・啓発、社会参加、就労支援、",
        ),
        (book(HEADINGS, [*ROW[:3], "", *ROW[4:]]), "2行目 D列「種別」：空いています。"),
        (book(HEADINGS, [ROW[0], "", *ROW[2:]]), "2行目：担当課がわかりません。"),
        (book(HEADINGS, ["あ" * 201, *ROW[1:]]), "2行目 A列「事業名等」：長すぎます（201文字）。"),
        (book([*HEADINGS, "備考"], [*ROW, "要確認"]), "2行目 I列「備考」：この列は取り込みません"),
        (book([*HEADINGS[:3], *HEADINGS[4:]], ROW), "1行目：「種別」の列がありません。"),
        (book([*HEADINGS, "担当課"], ROW), "1行目：見出し「担当課」が二つあります。"),
        (
            book(HEADINGS, ROW, ROW),
            "3行目：「こころの健康づくり」は、健康課.xlsxのシート「Sheet1」2行目にもあります。",
        ),
        (book(HEADINGS, ROW, ["※注"], ["見守り", "健康課"]), "4行目 D列「種別」：空いています。"),
        (book(HEADINGS, ROW, ["※注"]), "3行目：表の行ではなく、注と見なしました。"),
        (book(["【課名：夢課】"], HEADINGS, ROW), "1行目：「夢課」という課は"),
        (book(["なまえ", "メモ"]), "シート「Sheet1」：情報交換・共有シートの表が見つからない"),
        (book(HEADINGS), "シート「Sheet1」：見出しの下に、1行も入力されていません。"),
    ],
)
def test_what_is_wrong_is_named_by_sheet_row_and_column(content, fault):
    """A clerk finds the cell without searching."""
    found = read(content)
    assert any(fault in text for text in said(found)), said(found)


def test_a_department_hands_in_its_own_rows_only():
    """An editor of 健康課 writes nothing for 広報広聴課; an empty 担当課 is their own."""
    assert only_row(read(book(HEADINGS, [ROW[0], "", *ROW[2:]]), only=HEALTH)).organisation == 1
    other = Departments({HEALTH: NAMES[HEALTH]}, settings.CITY_NAME, only=HEALTH)
    grids = files.grids("a.xlsx", book(HEADINGS, [ROW[0], "広報広聴課", *ROW[2:]]))
    assert "担当している課ではありません" in said(read_sheets(grids, other))[0]


def test_other_sheets_are_named_and_left_alone():
    """An example beside the table is no table."""
    workbook = load_workbook(io.BytesIO(book(HEADINGS, ROW, title="回答")))
    workbook.create_sheet("記入例").append(["ここに", "書く"])
    file = io.BytesIO()
    workbook.save(file)
    found = read(file.getvalue())
    assert len(found.rows) == 1
    assert said(found)[0].startswith("健康課.xlsx　シート「記入例」：情報交換・共有シートの表が")
    assert found.faults == []


@pytest.fixture
def reported(members):
    """The report's programmes, in the order of its figure."""
    return list(Programme.objects.in_year(2022).as_collated())


def test_the_collated_sheet_is_the_reports_figure(reported):
    """Cell by cell, the department and what repeats merged over its rows."""
    (table,) = collate(reported, settings.CITY_NAME)
    headings = [column.heading for column in table.table.columns]
    assert headings == HEADINGS
    shown = [[cell and cell.text for cell in row] for row in table.rows]
    assert shown == [
        ["広報いせ発行事業", "広報広聴課", "既存", "周知・啓発", "市民", "直営",
         "編集・印刷は千巻印刷産業", "行政情報や市民活動情報などの発信"],
        ["CATV広報いせ放送事業", None, None, None, None, "委託",
         "ZTV", "行政情報や市民活動情報などの発信"],
        ["インターネット情報発信事業", None, None, None, None, None,
         "フューチャーイン（HPのみ）", "ホームページ、SNSでの情報発信"],
        ["各種相談事業", None, None, None, None, None, "弁護士など",
         "法律相談・人権相談・行政相談など\n【想定できる事業発展】\n相談の中で浮き彫りとなった課題の"
         "解決に向けた適切なつなぎや、窓口での就労等に関する案内"],
        ["産前・産後サポート事業", "健康課", "既存", "周知・啓発", "市民（産前産後の母親）", "直営",
         "",
         "産前産後の母親が、気軽に立ち寄って相談ができる拠点として「ママ☆ほっとテラス」を設置。\n"
         "【想定できる事業発展】\n就労等に関する案内や適切な関係機関へのつなぎ"],
        ["自殺対策（こころの健康づくり）", None, None, None, "市民", None, "",
         "パネル展示、リーフレットやパンフレットの設置、命やうつ病・生きる支援につながることの啓発を"
         "実施。（自殺予防週間（9/10～16）、自殺対策強化月間（3月）における啓発）\n"
         "【想定できる事業発展】\n啓発内容に就労支援を追加"],
    ]  # fmt: skip
    assert [row[1].rows for row in table.rows if row[1]] == [4, 2]


def test_the_collated_excel_file_is_read_back_equal(reported):
    """What goes out comes in again, merged cells and all."""
    content = writing.collated_file("令和4年度", collate(reported, settings.CITY_NAME))
    names = dict(Organisation.objects.values_list("pk", "name"))
    found = read_sheets(files.grids("a.xlsx", content), Departments(names, settings.CITY_NAME))
    assert found.faults == []
    assert [row.organisation for row in found.rows] == [each.organisation_id for each in reported]
    for row, programme in zip(found.rows, reported, strict=True):
        assert row.values == {name: getattr(programme, name) for name in row.values}
    sheet = load_workbook(io.BytesIO(content)).active
    assert "B4:B7" in {str(merged) for merged in sheet.merged_cells.ranges}


def test_a_collated_sheet_with_marks_is_read_back(reported):
    """（未回答） beside a department is no part of its name."""
    asked = frozenset(each.organisation_id for each in reported)
    tables = collate(reported, settings.CITY_NAME, unanswered=asked)
    content = writing.collated_file("令和4年度", tables)
    names = dict(Organisation.objects.values_list("pk", "name"))
    found = read_sheets(files.grids("a.xlsx", content), Departments(names, settings.CITY_NAME))
    assert found.faults == []
    assert {row.organisation for row in found.rows} == asked


def test_text_that_looks_like_a_formula_stays_text(db):
    """Excel calculates nothing that was typed, and nothing is lost on the way back."""
    organisation = OrganisationFactory(name="伊勢市健康課")
    programme = Programme(organisation=organisation, name="=1+1", kind="other", fiscal_year=2026)
    content = writing.collated_file("令和8年度", collate([programme], settings.CITY_NAME))
    assert load_workbook(io.BytesIO(content)).active["A4"].value == "'=1+1"
    assert only_row(read(content)).values["name"] == "=1+1"


def test_the_blank_sheet_has_the_reports_layout(db):
    """課名, the two tables, the notes below each; the known words offered."""
    sheet = load_workbook(io.BytesIO(writing.blank_file("第1回準備会", ""))).active
    lines = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    lines = [line for line in lines if line]
    assert lines[0] == ["「第1回準備会」情報交換・共有シート"]
    assert lines[1][0].startswith("【課名：")
    assert lines[2] == HEADINGS
    notes = [note for (note,) in lines[3:7]]
    assert notes[0].startswith("※「働きづらさを抱えた人」に対して、「周知・啓発」「社会参加」")
    assert notes[3].endswith("（※情報元は言いません）")
    assert lines[7] == ["NPO法人名", "NPO法人の概要", "担当課", "形態", "事業名", "事業内容"]
    assert all(line[0].startswith("※") for line in lines[8:])
    offered = {each.formula1 for each in sheet.data_validations.dataValidation}
    assert '"周知・啓発,社会参加,就労支援,その他"' in offered
