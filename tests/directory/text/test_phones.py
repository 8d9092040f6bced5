"""Telephone numbers, as people write them and as telephones dial them."""

import csv
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from directory.exchange.lists import read_phones
from directory.models import Phone
from directory.spreadsheets.cells import CellFault
from directory.text import phones
from directory.text.printable import made_printable
from tests.factories import WindowFactory


@pytest.mark.parametrize(
    ("printed", "dialled"),
    [
        ("0596-21-5556", "0596215556"),
        ("(0596)21-5556", "0596215556"),
        ("（０５９６）２１ー５５５６", "0596215556"),
        ("0596−21–5556", "0596215556"),
        (" 0596 21 5556 ", "0596215556"),
        ("0596・21・5556", "0596215556"),
        ("090-1234-5678", "09012345678"),
        ("050-3816-1234", "05038161234"),
        ("0120-279-338", "0120279338"),
        ("0120-0-78310", "0120078310"),
        ("0570-064-556", "0570064556"),
        ("0800-123-4567", "08001234567"),
        ("110", "110"),
        ("１８９", "189"),
        ("#8008", "#8008"),
        ("＃８８９１", "#8891"),
        ("+81-596-21-5556", "0596215556"),
        ("℡0596-21-5556（内線12）", "0596215556"),
    ],
)
def test_a_number_is_read_however_it_is_written(printed, dialled):
    """Brackets, full-width digits, every kind of dash: the telephone dials the same."""
    assert phones.dialled(printed) == dialled


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "電話",
        "21-5556",
        "0596-21-555",
        "0596-21-55567",
        "999",
        "#80",
        "0000-00-0000",
        "0596-21-5556、0596-21-5557",
        "0596-21-5556 平日8:30～17:15",
        "0596-21-5556;911",
        "1" * 10_000,
        "0596-21-5556\x00",
    ],
)
def test_what_cannot_be_dialled_is_refused(printed):
    """A number that no telephone in Japan can dial is refused in words for a clerk."""
    with pytest.raises(ValueError, match=r"番号"):
        phones.dialled(printed)


with (Path(__file__).parents[2] / "data" / "phones.csv").open(encoding="utf-8") as file:
    WRITTEN = list(csv.DictReader(file))


def in_words(number):
    """A number with its label behind it."""
    label = f"（{number['label']}）" if number["label"] else ""
    return ("FAX " if number["kind"] == "fax" else "") + number["printed"] + label


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: row["text"])
def test_what_stands_around_a_number_is_read_or_kept(row):
    """A cell as people fill it: the numbers, or a refusal that says why."""
    # Lines and invisible signs are written out in the table.
    text = re.sub(r"\\u(\w{4})", lambda code: chr(int(code[1], 16)), row["text"])
    text = text.replace("\\n", "\n")
    refused, _space, why = row["answer"].partition(" ")
    if refused == "refused":
        with pytest.raises(CellFault, match=re.escape(why)):
            read_phones(text)
    else:
        assert " | ".join(map(in_words, read_phones(text))) == row["answer"]


@pytest.mark.parametrize("area_code", ["0596", "03"])
def test_the_city_s_own_area_code_is_offered(area_code, settings):
    """Not guessed: a clerk types it."""
    settings.AREA_CODE = area_code
    with pytest.raises(ValueError, match=f"「{area_code}-21-5536」の番号なら"):
        phones.dialled("21-5536")


@pytest.mark.parametrize(
    "text", ["0" * 10_000, "0-" * 5_000, "(" * 10_000, "0596-21-5555、" * 1_000]
)
def test_a_text_without_end_is_no_number(text):
    """Whatever it consists of."""
    with pytest.raises(ValueError, match="番号"):
        phones.dialled(text)


@pytest.mark.parametrize(
    ("number", "charge"),
    [("0120279338", "通話無料"), ("0570064556", "通話料がかかります"), ("0596215556", "")],
)
def test_a_number_tells_what_a_call_costs(number, charge):
    """Free-dial numbers are free, navi-dial numbers are not; of others we say nothing."""
    assert phones.charge(number) == charge


def test_a_phone_keeps_what_is_printed_and_what_is_dialled(db):
    """The booklet's spelling stays; the link dials digits, with # made safe for an address."""
    phone = Phone(window=WindowFactory(phones=[]), printed="＃８００８")
    phone.full_clean(exclude=["dialled"])
    assert (phone.printed, phone.dialled, phone.href) == ("#8008", "#8008", "tel:%238008")


def test_an_extension_becomes_the_number_s_label(db):
    """What a clerk writes behind a number is shown before it; a label of its own stays."""
    phone = Phone(window=WindowFactory(phones=[]), printed="℡0596-21-5555（内線12）")
    phone.full_clean(exclude=["dialled"])
    assert (phone.label, phone.printed, phone.dialled) == ("内線12", "0596-21-5555", "0596215555")
    phone = Phone(window=WindowFactory(phones=[]), printed="0596-21-5555(代表)", label="夜間")
    phone.full_clean(exclude=["dialled"])
    assert (phone.label, phone.printed) == ("夜間、代表", "0596-21-5555")


def test_a_wrong_number_is_refused_beside_its_field(db):
    """A clerk learns which field is wrong."""
    with pytest.raises(ValidationError) as error:
        Phone(window=WindowFactory(), printed="0596").full_clean(exclude=["dialled"])
    assert "printed" in error.value.message_dict


@pytest.mark.parametrize("number", ["080-3300-8077", "+81-80-3300-8077", "0120-279-338"])
def test_a_number_is_never_broken_on_paper(number):
    """Thirteen letters are long for a word, and a number that is cut in two is dialled wrong."""
    assert made_printable(number) == number
    assert made_printable("https://example.jp/soudan/") != "https://example.jp/soudan/"
