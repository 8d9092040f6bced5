"""Tables as text: encodings, delimiters, quotes."""

import pytest

from directory.spreadsheets.refusals import FileRefused
from directory.spreadsheets.text_tables import as_text, csv_file, decoded, rows_of_text

TEXT = "媒体,費用\nＬＩＮＥ,5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_a_text_is_decoded_however_it_was_saved(encoding):
    """Excel saves cp932 and UTF-8, platforms UTF-16."""
    assert decoded(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("content", [b"\x81", b"\xff\xfe\x00", b"\xff\xd8\xff\xe0 a picture \x81"])
def test_what_is_no_text_is_refused(content):
    """A picture, or half a letter."""
    with pytest.raises(FileRefused, match="文字を読めません"):
        decoded(content)


@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
def test_a_delimiter_is_found(delimiter):
    """Pasted cells, CSV, and CSV of other countries."""
    assert rows_of_text(TEXT.replace(",", delimiter)) == [["媒体", "費用"], ["ＬＩＮＥ", "5"]]


def test_pasted_amounts_may_have_more_commas_than_tabs():
    """The delimiter stands on every line, commas only where amounts are large."""
    pasted = "媒体\t費用\nGoogle\t1,100,697,000\nLINE\t1,101,621,000\n"
    assert rows_of_text(pasted)[1] == ["Google", "1,100,697,000"]


def test_a_cell_may_have_lines_quotes_and_delimiters():
    """What is written as text is read back equal."""
    rows = [["a\tb", 'c"d', "e\nf"], ["", "1,000", " "]]
    assert rows_of_text(as_text(rows)) == rows
    assert rows_of_text(decoded(csv_file(rows))) == rows


@pytest.mark.parametrize("text", ["a\x00b", '"' + "a" * 200_000 + '"'])
def test_a_text_that_is_no_table_is_refused(text):
    """NUL of a binary file; a quotation mark that takes the rest of the file into one cell."""
    with pytest.raises(FileRefused, match="表として読めません"):
        rows_of_text(text)
