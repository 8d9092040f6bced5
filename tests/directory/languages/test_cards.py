"""Cards for readers of little Japanese, and the languages in which windows answer."""

import re

import html5lib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.languages.cards import CARDS
from directory.models import Window
from tests.factories import WindowFactory

CARD = re.compile(r'<article class="language-card".*?</article>', re.DOTALL)


def test_every_language_that_a_window_can_answer_in_has_a_card():
    """All but Japanese, and sign language, which is not rung."""
    assert set(CARDS) == set(Window.Language.values) - {"ja", "jsl"}


@pytest.mark.parametrize("code", CARDS)
def test_a_card_says_whom_to_ring_and_what_to_show(client, city, code):
    """110 and 119 first; a number in any case; the sentence in Japanese, how to say it aloud."""
    page = client.get(f"/cards/{code}/").content.decode()
    html5lib.HTMLParser(strict=True).parse(page)
    card = CARD.search(page)[0]
    assert f'lang="{CARDS[code].tag}" dir="{CARDS[code].direction}"' in card
    assert re.findall('href="tel:([0-9]+)"', card)[:2] == ["110", "119"]
    name = str(Window.Language(code).label)
    assert f"わたしは日本語がよくわかりません。{name}の通訳をおねがいします。" in card
    assert CARDS[code].romaji in card
    speaking = Window.objects.published().answering_in(code).with_telephone()
    if speaking:
        assert CARDS[code].call in card
        assert speaking.first().telephones[0].printed in card
    else:
        assert CARDS[code].unknown in card
        assert len(re.findall('href="tel:', card)) > 2
    assert CARDS[code].unchecked in card


def test_a_card_is_the_same_in_each_language_of_the_site(client, city):
    """What is shown at a counter is Japanese whatever surrounds it."""
    sentence = "わたしは日本語がよくわかりません。英語の通訳をおねがいします。"
    for prefix in ("", "easy/", "en/"):
        assert sentence in client.get(f"/{prefix}cards/en/").content.decode()


@pytest.mark.parametrize("path", ["/cards/xx/", "/cards/ja/", "/cards/jsl/"])
def test_a_card_that_does_not_exist_is_not_found(client, city, path):
    """With a way on."""
    assert client.get(path).status_code == 404


def test_a_list_is_narrowed_to_windows_that_answer_in_a_language(client, db):
    """Only languages that a published window names are offered; each window says its own."""
    WindowFactory(subject="クメール語の相談", languages=["ja", "km"])
    WindowFactory(subject="日本語の相談", languages=["ja"])
    WindowFactory(subject="わからない相談", languages=[])
    page = client.get("/windows/").content.decode()
    field = re.search('<select name="language".*?</select>', page, re.DOTALL)[0]
    assert re.findall('value="([a-z]+)"', field) == ["km"]
    narrowed = client.get("/windows/?language=km").content.decode()
    assert "クメール語の相談" in narrowed
    assert narrowed.count("<article") == 1
    assert client.get("/windows/?language=fr").content.decode().count("<article") == 3


def test_a_filter_that_gives_nothing_is_not_offered(client, db):
    """As long as no window names a language besides Japanese."""
    WindowFactory(languages=["ja"])
    assert 'name="language"' not in client.get("/windows/").content.decode()


def test_a_list_asks_once_for_languages_however_many_windows(client, db):
    """One query for all of them."""

    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            client.get("/windows/")
        return len(made)

    WindowFactory(languages=["en"])
    few = queries()
    for _number in range(5):
        WindowFactory(languages=["km", "my"])
    assert queries() == few


def test_the_notice_of_danger_tells_foreign_readers_in_which_languages_a_line_answers(client, city):
    """What is not known of any line is said once; the numbers are those of the Japanese page."""
    page = client.get("/en/windows/?q=死にたい").content.decode()
    notice = re.search(r'<section class="danger".*?</section>', page, re.DOTALL)[0]
    assert notice.count("Languages: Not known") == 1
    Window.objects.filter(name="#いのちSOS").update(languages=["ja", "en"])
    known = client.get("/en/windows/?q=死にたい").content.decode()
    lines = re.search(r'<section class="danger".*?</section>', known, re.DOTALL)[0]
    assert "Languages: Japanese, English" in lines
    assert lines.count("Languages: ") == lines.count('class="phone"')
    assert "/en/cards/" in notice
    japanese = client.get("/windows/?q=死にたい").content.decode()
    assert (
        "対応する言語" not in re.search(r'<section class="danger".*?</section>', japanese, re.S)[0]
    )
