"""On paper a line ends after a phrase, as it does on the pages, and no word is cut in two."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.booklet import content, documents, phrases
from directory.models import Category, Window
from tests.directory.booklet.test_pages import DAY
from tests.factories import WindowFactory
from tests.helpers.paper import Paper, plain

PROSE = "ひとり親家庭の親子の就労と生活についての総合的な相談をお受けしています。"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("どこに相談したらよいか迷ったとき", "どこに|相談したらよいか|迷った|とき"),
        ("困ったときは、お電話ください。", "困った|ときは、|お電話ください。"),
        ("市営住宅・空家の相談", "市営住宅・|空家の|相談"),
        ("相談（認定司法書士による）", "相談|（認定司法書士に|よる）"),
        ("市役所東館3階306番窓口", "市役所東館|3階|306番窓口"),
        ("12か月以上たつか", "12か月以上|たつか"),
        ("第1・第3土曜日 9:00～12:00", "第1・|第3土曜日| |9:00～12:00"),
        ("説明会のコミュニケーション支援", "説明会の|コミュニケーション|支援"),
    ],
)
def test_a_text_is_cut_into_phrases(text, pieces):
    """Particles, endings, closing signs and what is counted stay with their word."""
    assert phrases.cut([text]) == [pieces.split("|")]


@given(
    st.text(
        alphabet=st.sampled_from("相談のおたずね、。（）「」…ー～・第3階 \n\u200bＡa🙂"),
        max_size=30,
    )
)
def test_no_letter_is_lost(text):
    """The pieces of any text are the text."""
    assert "".join(phrases.cut([text])[0]) == text


def test_no_word_of_a_row_is_cut_in_two(db):
    """In the narrow columns of the booklet every phrase that fits stands on one line."""
    for _number in range(4):
        WindowFactory(subject=PROSE, name="総合的な相談をお受けする窓口", address=PROSE)
    windows = Window.objects.published().for_reading()
    data = content.booklet(windows, Category.objects.all(), DAY)
    lines = [
        line for page in Paper(documents.typeset_booklet(data)[1]).pages for line in page.lines
    ]
    pieces = [piece for piece in phrases.cut([PROSE])[0] if len(piece) <= phrases.WIDEST]
    assert len(pieces) > 5
    for piece in pieces:
        found = sum(line.count(plain(piece)) for line in lines)
        assert found >= 8, f"{piece} is cut: {found} of 8"


def test_bookmarks_and_text_hold_no_marks(city):
    """Who searches in the PDF or hears it read finds the words as they are."""
    windows = Window.objects.published().for_reading()
    paper = Paper(
        documents.typeset_booklet(content.booklet(windows, Category.objects.all(), DAY))[1]
    )
    for text in (paper.text, *paper.bookmarks()):
        assert phrases.BEGIN not in text
        assert phrases.END not in text


def test_a_booklet_is_made_without_phrases_where_they_cannot_be_told(db, monkeypatch):
    """Where the dictionary's process fails, lines break as they always did."""

    def fail(texts):
        raise subprocess.CalledProcessError(1, "phrases")

    data = {"note": "相談の窓口"}
    monkeypatch.setattr(phrases, "cut_elsewhere", fail)
    assert phrases.marked(data) == data
