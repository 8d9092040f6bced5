"""The opener of workbooks: the same refusals for every app that reads a file."""

import pytest

from campaigns.tables import rows_of_file
from directory.spreadsheets.files import open_book, open_sheets
from directory.spreadsheets.refusals import FileRefused
from platform_members.rounds.sheets.files import grids
from tests.helpers.exchange_files import with_member
from tests.helpers.workbooks import strict, workbook

BOOK = workbook([["媒体", "費用"], ["LINE", 5]])
OLD = b"\xd0\xcf\x11\xe0" + bytes(600)
READERS = {
    "exchange": lambda content: list(open_sheets(content)),
    "campaigns": rows_of_file,
    "rounds": lambda content: grids("表.xlsx", content),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (strict(BOOK), "「Strict Open XML」"),
        (with_member(BOOK, "xl/vbaProject.bin", b"x"), "マクロの入ったファイルです。"),
        (with_member(BOOK, "xl/big.xml", bytes(90_000_000)), "開くと大きすぎるファイルです。"),
        (BOOK[:2000], "ファイルが壊れていて開けません。"),
    ],
    ids=["strict", "macro", "bomb", "cut off"],
)
def test_every_reader_refuses_in_the_same_words(reader, content, sentence):
    """What it is and what to do, before the workbook is opened as a whole."""
    with pytest.raises(FileRefused, match=sentence):
        READERS[reader](content)


@pytest.mark.parametrize("reader", ["campaigns", "rounds"])
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (OLD, "古い形のExcelファイル"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "パスワードのかかったファイルです。"),
        (b"", "ファイルが空です。"),
    ],
    ids=["old", "locked", "empty"],
)
def test_an_old_file_and_a_locked_one_are_told_apart(reader, content, sentence):
    """Both begin with the same bytes; only one of them needs its password removed."""
    with pytest.raises(FileRefused, match=sentence):
        READERS[reader](content)


def test_a_reader_of_long_tables_names_its_own_limits():
    """Three years of daily rows are no fault of a campaign; a list of windows has 5,000 rows."""
    book = workbook([[1]] * 20_010)
    assert len(rows_of_file(book)) == 20_010
    with pytest.raises(FileRefused, match="一度に取り込めるのは5000行まで"):
        open_book(book)
