"""Files that are no table of ours: one sentence each, and nothing read in half."""

import io
import os
import zipfile

import pytest
from openpyxl import load_workbook

from directory.exchange.columns import KEY
from directory.exchange.table import read_table
from directory.spreadsheets import files
from directory.spreadsheets.cells import CellFault, read_day
from directory.spreadsheets.refusals import FileRefused
from directory.text.folding import lookup_key
from tests.helpers.exchange_files import csv_of, excel, with_member, zipped

NAMES = {"公開ID": KEY, "相談内容": "subject", "窓口の名称": "name", "費用": "cost"}
REQUIRED = {KEY: "公開ID", "subject": "相談内容", "name": "窓口の名称"}
HEADINGS = ["公開ID", "相談内容", "窓口の名称"]
GOOD = excel([HEADINGS, ["", "相談", "窓口"]])
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + os.urandom(200)
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED = OLD + "EncryptedPackage".encode("utf-16-le")


def read(content: bytes):
    """Read a file as the import does."""
    names = {lookup_key(heading): name for heading, name in NAMES.items()}
    return read_table(content, names, REQUIRED)


def lying_archive() -> bytes:
    """A zip file whose directory says that a huge part is small."""
    honest = with_member(GOOD, "xl/worksheets/sheet2.xml", b"<x/>" * 5_000_000)
    size = (20_000_000).to_bytes(4, "little")
    assert honest.count(size) == 2
    return honest.replace(size, (100).to_bytes(4, "little"))


def with_sheet(xml: str) -> bytes:
    """An Excel file whose sheet is this text."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            inside = old.read(member)
            new.writestr(member, xml if "sheet1.xml" in member.filename else inside)
    return file.getvalue()


BILLION_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData>'
    "</worksheet>"
)
MANY_ROWS = "".join(f'<row r="{n}"/>' for n in range(1, 50_001))
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData>{}</worksheet>"
)
TOO_LONG = SHEET.format(MANY_ROWS, "")
FAR_CELL = SHEET.format('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "")
HUGE_MERGE = SHEET.format("", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "ファイルが空です。"),
        (bytes(files.MAX_BYTES + 1), "ファイルが大きすぎます（10MBまで）。"),
        (PICTURE, "ExcelのファイルでもCSVでもありません。"),
        (b"\xff\xd8\xff\xe0 a picture \x81", "ExcelのファイルでもCSVでもありません。"),
        ("公開ID,相談内容".encode("utf-16"), "ExcelのファイルでもCSVでもありません。"),
        (b'"' + b"a" * 200_000 + b'"', "ExcelのファイルでもCSVでもありません。"),
        (OLD, "古い形のExcelファイル（.xls）です。"),
        (LOCKED, "パスワードのかかったファイルです。"),
        (zipped(word__document_xml=b"<x/>"), "Excelのファイルではありません。"),
        (zipped(xl__workbook_xml=b"<x/>"), "ファイルが壊れていて開けません。"),
        (GOOD[:3000], "ファイルが壊れていて開けません。"),
        (GOOD[:-3000] + bytes(1000) + GOOD[-2000:], "ファイルが壊れていて開けません。"),
        (with_member(GOOD, "xl/vbaProject.bin", b"x"), "マクロの入ったファイルです。"),
        (with_member(GOOD, "xl/big.xml", bytes(90_000_000)), "開くと大きすぎるファイルです。"),
        (lying_archive(), "ファイルが壊れていて開けません。"),
        (with_sheet(BILLION_LAUGHS), "ファイルが壊れていて開けません。"),
        (with_sheet(TOO_LONG), "行が多すぎます（空の行もふくめて、20000行より多い）。"),
        (with_sheet(FAR_CELL), "行が多すぎます（1048576行）。"),
        (with_sheet(HUGE_MERGE), "開くと大きすぎるファイルです。"),
        (csv_of(HEADINGS, *[["", "相談", "窓口"]] * 5_001), "行が多すぎます（5001行）。"),
        (excel([["予算", "金額"], ["印刷", 5]]), "相談窓口の表が見つかりません。"),
        (excel([]), "相談窓口の表が見つかりません。"),
        (csv_of(["これは", "表ではない"]), "相談窓口の表が見つかりません。"),
        (excel([["公開ID", "相談内容"], ["", "相談"]]), "「窓口の名称」の列がありません。"),
        (excel([["相談内容", "費用"], ["相談", ""]]), "「公開ID」「窓口の名称」の列がありません。"),
        (excel([[*HEADINGS, "相談内容"]]), "「相談内容」の列が二つあります。"),
        (excel([HEADINGS, [None, " ", ""]]), "見出しの下に、窓口が1件もありません。"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(content, sentence):
    """The sentence says what it is, and what to do where something can be done."""
    with pytest.raises(FileRefused) as refused:
        read(content)
    assert str(refused.value).startswith(sentence)
    assert str(refused.value).endswith("。")


def test_the_table_is_found_on_whichever_sheet_it_stands():
    """Notes on the first sheet do no harm."""
    book = load_workbook(io.BytesIO(GOOD))
    book.create_sheet("説明", 0).append(["この表の使い方"])
    file = io.BytesIO()
    book.save(file)
    table = read(file.getvalue())
    assert (table.sheet, len(table.rows)) == ("相談窓口", 1)
    assert table.place(2, "name", "窓口の名称") == "シート「相談窓口」2行目 C列「窓口の名称」"


def test_a_csv_cell_may_hold_lines_and_rows_may_be_short():
    """Rows are counted as Excel shows them."""
    table = read(csv_of(HEADINGS, ["", "相談\n二行", "窓口"], [], ["", "次"]))
    assert [(number, row["name"]) for number, row in table.rows] == [(2, "窓口"), (4, None)]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("令和5年2月28日", "2023-02-28"),
        ("令和元年５月１日", "2019-05-01"),
        ("R5.2.28", "2023-02-28"),
        ("r5/2/28", "2023-02-28"),
        ("平成31年4月30日", "2019-04-30"),
        ("2023年2月28日", "2023-02-28"),
        ("2023/2/28", "2023-02-28"),
        (44985, "2023-02-28"),
        (20230228, "2023-02-28"),
        (44985.0, "2023-02-28"),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_however_they_are_kept(cell, day):
    """Years of an era, Excel's own count of days, wide digits."""
    assert read_day(cell) == day


@pytest.mark.parametrize("cell", ["23/2/28", "2023年2月", "R5", 5, "2023-02-30", "きのう"])
def test_a_date_that_is_not_certain_is_refused(cell):
    """No century is guessed."""
    with pytest.raises(CellFault):
        read_day(cell)
