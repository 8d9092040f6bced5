"""相談メモ in two languages: Japanese for the counter, the reader's own beside it."""

import pytest
from django.test import Client

from directory.models import Window
from tests.helpers.finder import keys_of
from tests.helpers.paper import Paper, plain


@pytest.fixture
def window(city):
    """A window whose hours are known."""
    return Window.objects.get(name="いせ若者就業サポートステーション")


def paper_of(address: str) -> Paper:
    """What a sheet says."""
    return Paper(Client().get(address).content)


@pytest.mark.parametrize(
    ("prefix", "own"),
    [
        ("en/", ["Memo for your visit", "Hours", "What I want to ask", "What to do next"]),
        ("easy/", ["相談（そうだん）メモ", "話（はな）した人（ひと）の名前（なまえ）"]),
    ],
)
def test_a_memo_has_the_readers_words_beside_the_japanese_ones(window, prefix, own):
    """Every label and the hours stand twice; the sheet stays one, and shows no raw reading."""
    paper = paper_of(f"/{prefix}windows/{window.pk}/memo.pdf")
    japanese = ["相談メモ", "相談したいこと", "受付日時", window.subject, window.printed_hours]
    assert [words for words in [*japanese, *own] if plain(words) not in paper.text] == []
    assert "《" not in paper.text
    assert len(paper.pages) == 1


def test_a_japanese_memo_says_all_once(window):
    """Nothing stands beside it."""
    assert "Memo" not in paper_of(f"/windows/{window.pk}/memo.pdf").text


@pytest.mark.parametrize("prefix", ["en/", "easy/"])
def test_the_finders_memo_is_for_both(city, prefix):
    """What was answered can be read at the counter and by who answered."""
    answers = keys_of("自分のこと", "お金・家賃・借金", "急がない", "電話で")
    paper = paper_of(f"/{prefix}guide/memo.pdf?answers={answers}")
    assert "お金・家賃・借金" in paper.text
    assert {"en/": "Money", "easy/": "(かね)"}[prefix] in paper.text
    assert "《" not in paper.text
    assert len(paper.pages) <= 2
