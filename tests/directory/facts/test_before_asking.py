"""相談する前に: what people ask before they dare, and what is not known of it."""

import re

import pytest

from directory.exchange.columns import all_columns
from directory.facts.schema import ASKED_BEFORE
from directory.models import Window
from tests.factories import WindowFactory

UNKNOWN = "まだわかっていないこと："


def block(client, window) -> str:
    """The block of a window's page."""
    page = client.get(window.get_absolute_url()).content.decode()
    return re.search(r'<section class="before-asking".*?</section>', page, re.DOTALL)[0]


def test_what_is_unknown_is_said_once(client, db):
    """All five in one sentence, none as no or none."""
    text = block(client, WindowFactory())
    assert (
        f"{UNKNOWN}費用、匿名での相談、はじめに聞かれること、かかる時間、本人以外からの相談。"
        in text
    )
    assert "<dt>" not in text
    assert "わかっていません" not in text


def test_what_is_known_stands_in_words_and_leaves_the_rest(client, db):
    """Each with its label; the sentence names what is left."""
    text = block(client, WindowFactory(cost="無料", anonymity="yes", by_others="anyone"))
    for said in ("無料", "名前を言わずに相談できます", "家族や、身近な人からも相談できます"):
        assert f"{said}</dd>" in text
    assert f"{UNKNOWN}はじめに聞かれること、かかる時間。" in text


def test_nothing_is_left_open_where_all_is_known(client, db):
    """No sentence about what is not known."""
    said = {"cost": "無料", "anonymity": "no", "by_others": "self"}
    window = WindowFactory(**said, asked_first="お名前", duration="30分")
    assert UNKNOWN not in block(client, window)


def test_the_citys_windows_say_only_what_a_source_says(city):
    """No fact of these is made up for the rest."""
    known = Window.objects.exclude(anonymity="")
    assert [window.name for window in known] == ["あなたのいばしょチャット相談"]
    assert not Window.objects.exclude(duration="", asked_first="", by_others="").exists()


@pytest.mark.parametrize("name", ["anonymity", "by_others"])
def test_an_empty_cell_of_excel_says_that_it_is_not_known(db, name):
    """Staff need not write わかっていません into every row."""
    column = next(each for each in all_columns() if each.name == name)
    assert column.may_be_empty
    assert column.read("") == ""
    assert column.read("わかっていません") == ""
    assert name in ASKED_BEFORE
