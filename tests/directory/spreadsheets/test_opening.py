"""The opener of workbooks: the same refusals for every app that reads a file."""

import io
import subprocess
from dataclasses import replace
from datetime import datetime

import pytest
from openpyxl import Workbook

from campaigns.tables import rows_of_file
from directory import worker_process
from directory.spreadsheets import files
from directory.spreadsheets.cells import Formula
from directory.spreadsheets.files import open_sheets
from directory.spreadsheets.guard import Refused, look_through
from directory.spreadsheets.refusals import FileRefused
from platform_members.rounds.sheets.files import grids
from tests.helpers.exchange_files import with_member
from tests.helpers.hostile_workbooks import HOSTILE, sheet, with_part
from tests.helpers.workbooks import strict, workbook

BOOK = workbook([["媒体", "費用"], ["LINE", 5]])
OLD = b"\xd0\xcf\x11\xe0" + bytes(600)
SMALL = workbook([["媒体"]])
GREEDY = "tests.helpers.greedy_worker"
READERS = {
    "exchange": open_sheets,
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
        open_sheets(book)


@pytest.mark.parametrize("made", HOSTILE)
def test_a_workbook_that_was_made_to_take_a_machine_is_refused(made):
    """However it is spelled, packed or named: the sentence says what to do."""
    content = HOSTILE[made]()
    with pytest.raises(FileRefused, match=r"ください。$"):
        grids("表.xlsx", content)


def test_a_workbook_that_takes_its_limits_is_told_like_any_other(monkeypatch):
    """The system ends the process that reads it; the sentence is that of a large file."""
    little = replace(files.LIMITS, address_space=60_000_000)
    monkeypatch.setattr(files, "LIMITS", little)
    with pytest.raises(FileRefused, match="開くと大きすぎるファイルです。"):
        open_sheets(workbook([["あ" * 30_000] * 90] * 20))


# A part that passes one limit of a workbook of 10 rows and 10 cells, and no other.
BEYOND = {
    "cells": sheet("<c/>" * 11),
    "rows": sheet("<row/>" * 41),
    "texts": sheet("<v/>" * 61),
    "merged": sheet('<mergeCells><mergeCell ref="A1:B6"/></mergeCells>'),
    "styles": sheet("<a/>" * 70_000),
    "tag": sheet(f"<a{' ' * 300_000}/>"),
    "depth": "<a>" * 65,
    "attributes": sheet("<a " + " ".join(f'a{number}=""' for number in range(101)) + "/>"),
    "name": sheet(f"<{'a' * 301}/>"),
    "places": sheet(f'<a sqref="{"A1 " * 2_001}"/>'),
    "definitions": "<!DOCTYPE a>" + sheet(""),
}


@pytest.mark.parametrize("limit", BEYOND)
def test_each_limit_holds_by_itself(limit):
    """Before openpyxl sees anything of the file."""
    look_through(with_part("xl/other.xml", sheet("<c/>"), SMALL), max_rows=10, max_cells=10)
    with pytest.raises(Refused):
        look_through(with_part("xl/other.xml", BEYOND[limit], SMALL), max_rows=10, max_cells=10)


@pytest.mark.parametrize("job", [{"bytes": 300_000_000}, {"answer": 40_000_001}])
def test_the_system_limits_whatever_reads_a_workbook(job):
    """Memory and answer, whatever the program in that process does."""
    assert worker_process.ask(GREEDY, {"bytes": 100_000_000}, files.LIMITS) == b"100000000"
    with pytest.raises(subprocess.CalledProcessError):
        worker_process.ask(GREEDY, job, files.LIMITS)


def test_while_another_file_is_read_the_next_one_waits_and_is_not_lost(monkeypatch):
    """One at a time on each machine; after twenty seconds a sentence says to come again."""
    monkeypatch.setattr(files, "TURN_SECONDS", 0.1)
    busy = pytest.raises(FileRefused, match="いま、ほかのファイルを読んでいます。")
    with worker_process.turn(files.__file__), busy:
        open_sheets(BOOK)
    assert [sheet.rows for sheet in open_sheets(BOOK)] == [[["媒体", "費用"], ["LINE", 5]]]


def test_what_a_sheet_says_beside_its_cells_comes_along():
    """Hidden rows and sheets, merged cells, kinds of cells, a calculation that is not read."""
    book = Workbook()
    first, second = book.active, book.create_sheet("裏")
    moment = datetime(2026, 12, 1, 13, 30)
    first.append(["見出し", None, moment, moment.time(), "=1+1", True, 0.5])
    first.append(["消える", "これも"])
    first.append([1])
    first.merge_cells("A1:B2")
    first.row_dimensions[3].hidden = True
    second.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    [seen, behind] = open_sheets(file.getvalue())
    day, clock, calculated, truth, half = seen.rows[0][2:]
    assert seen.rows[0][:2] == seen.rows[1][:2] == ["見出し", None]
    assert (day, clock, truth, half) == (moment, moment.time(), True, 0.5)
    assert isinstance(calculated, Formula)
    assert (seen.hidden_rows, seen.merged, seen.columns) == ([3], [[1, 1, 2, 2]], 7)
    assert (seen.is_hidden, behind.is_hidden, behind.title) == (False, True, "裏")
