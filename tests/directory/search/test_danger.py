"""Danger, read in what people type: the tables, hidden in other text, in any spelling, and fast."""

import subprocess
import sys
import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from directory.search import danger
from directory.search.danger.rule import Rule
from directory.search.danger.text import spell
from directory.text.folding import compatible
from tests.directory.search.danger_table import danger_table

TABLE = danger_table()
HARMLESS = (
    "家賃が払えなくて困っています。子どもの学校のことも相談したいです。市役所は何時まで開いていますか。"
    "ごみの出し方がわかりません。年金の手続きを教えてください。介護保険を使いたいです。"
) * 20
DANGEROUS = (
    "死にたい",
    "もう生きていたくない",
    "首を吊りたい",
    "薬を飲みすぎた",
    "意識がない",
    "夫に殴られる",
    "父に殺される",
    "包丁を持って追いかけてくる",
    "子どもを叩いてしまう",
    "手をあげてしまいそう",
    "レイプされた",
    "体を触られた",
    "閉じ込められている",
    "つきまとわれている",
    "虐待されている",
    "助けてください",
)
KANA = (
    "シニタイ",
    "キエテシマイタイ",
    "クスリヲノミスギタ",
    "オットニナグラレル",
    "ダンナニタタカレル",
    "コロサレル",
    "コドモヲタタイテシマウ",
    "レイプサレタ",
    "ツキマトワレテイル",
    "トジコメラレタ",
    "タスケテクダサイ",
)
HALF_WIDTH = str.maketrans(
    {
        chr(full): half
        for full, half in zip(
            map(
                ord,
                "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
            ),
            "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ",
            strict=True,
        )
    }
    | {
        voiced: plain + "ﾞ"
        for voiced, plain in zip(
            "ガギグゲゴザジズゼゾダヂヅデドバビブベボ", "ｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ", strict=True
        )
    }
    | {"プ": "ﾌﾟ"}
)
SIGNS = ("。", "、", "！", "…", " ", "　", "😢", "🥺", "・", "～")


def test_what_people_in_danger_type_is_read():
    """At least 98 of 100 dangerous rows of the tables are read."""
    dangerous = [text for text, expected, _kinds in TABLE if expected == "y"]
    missed = [text for text in dangerous if not danger.read(text)]
    assert len(dangerous) > 800
    assert len(missed) <= len(dangerous) * 0.02, missed


def test_what_only_looks_like_danger_is_not_read():
    """Not one harmless row raises the notice."""
    harmless = [text for text, expected, _kinds in TABLE if expected == "n"]
    alarmed = {text: danger.kinds(text) for text in harmless if danger.read(text)}
    assert len(harmless) > 1000
    assert alarmed == {}


def test_the_kind_of_danger_is_read_too():
    """Where a table names kinds, one of them is among those read."""
    wrong = {
        text: read
        for text, _expected, kinds in TABLE
        if kinds and (read := danger.kinds(text)) and not kinds & set(read)
    }
    assert wrong == {}


def test_several_kinds_hold_at_once_the_most_urgent_first():
    """An overdose comes before the wish to die, and that before the beating."""
    text = "夫に殴られて死にたい。薬を大量に飲んだ"
    assert danger.kinds(text) == ["medical", "suicide", "violence"]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(DANGEROUS), st.integers(0, 1_990))
@example("首を吊りたい", 247)  # after 手
def test_danger_is_read_wherever_it_stands_in_a_long_text(sentence, place):
    """2,000 harmless characters around a sentence hide nothing."""
    assert danger.read(HARMLESS[:2_000]) == []
    text = HARMLESS[:place] + sentence + HARMLESS[place:2_000]
    assert set(danger.kinds(sentence)) & set(danger.kinds(text))


def test_danger_is_read_at_every_place_of_a_harmless_text():
    """Not one end of a harmless word makes another word of its beginning (手続き + を閉じ込め)."""
    once = HARMLESS[: len(HARMLESS) // 20]
    missed = [
        (once[:place][-8:], sentence)
        for sentence in DANGEROUS + KANA
        for place in range(len(once))
        if not danger.kinds(once[:place] + sentence + once[place:])
    ]
    assert missed == []


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KANA), st.integers(0, 1_990))
def test_danger_is_read_in_half_width_kana(sentence, place):
    """Half-width kana, voicing marks apart, say what other kana say."""
    text = HARMLESS[:place] + sentence.translate(HALF_WIDTH) + HARMLESS[place:2_000]
    assert set(danger.kinds(sentence)) & set(danger.kinds(text))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(DANGEROUS + KANA), st.data())
def test_signs_and_emoji_between_the_letters_hide_nothing(sentence, data):
    """死、に😢た…い is 死にたい."""
    signs = data.draw(
        st.lists(st.sampled_from(SIGNS), min_size=len(sentence), max_size=len(sentence))
    )
    text = "".join(letter + sign for letter, sign in zip(sentence, signs, strict=True))
    assert set(danger.kinds(sentence)) & set(danger.kinds(text))


def test_signs_that_draw_out_count_among_the_signs_between_letters():
    """A wave leaves no break of its own, and makes no other word of what it stands in."""
    assert danger.kinds("オ。ッ。ト。ニ～ナ。グ～ラ～レ。ル。") == ["violence"]


@pytest.mark.parametrize(
    "typed",
    [
        "おかあさんがかえってこない おなかすいた",
        "ごはんをいつも、ぬかれてる",
        "とうちゃんが　ぼくを なぐる",
    ],
)
def test_a_break_between_the_parts_of_a_rule_hides_nothing(typed):
    """Children part words by spaces; only a broken word is a chance meeting of letters."""
    assert danger.kinds(typed)
    assert danger.kinds("ものすごいところ してしまう") == []


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    """Nothing that can be typed is a fault; a piece that was read stands in the text."""
    for reading in danger.read(text):
        assert danger.piece(text, reading.start, reading.end) in text


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("がかはア゛ﾞ\u3099\u309a\u0301ｶﾊＡ！ 。e한\u1112\u1161\u11abéㇰ㍻")))
def test_only_what_is_not_in_nfkc_is_put_into_it(text):
    """The short way gives what Unicode's whole way gives, marks joined across letters included."""
    assert compatible(text) == unicodedata.normalize("NFKC", text)


@pytest.mark.parametrize(
    ("typed", "piece"),
    [
        ("もう、ｼﾆﾀｲです", "ｼﾆﾀｲ"),
        ("きのう 夫に 殴られた。", "殴られ"),
        ("It is: I want to die!", "want to die"),
    ],
)
def test_the_piece_that_tells_is_named_as_it_was_typed(typed, piece):
    """Staff see why a text alarms."""
    pieces = [danger.piece(typed, r.start, r.end) for r in danger.read(typed)]
    assert any(piece in found for found in pieces), pieces


@pytest.mark.parametrize(
    "typed",
    [
        "しにたい",
        "シニタイ",
        "ｼﾆﾀｲ",
        "し・に・た・い",
        "し に た い",
        "しーにーたーい",
        "しにたぃ",
        "し\u200bにたい",
    ],
)
def test_one_spelling(typed):
    """Kana of every kind, drawn out, small, spaced, with invisible signs, are one."""
    assert spell(typed).text == "しにたい"


def test_few_places_of_an_ordinary_text_are_looked_at(monkeypatch):
    """No rule begins with letters that stand everywhere: see the milliseconds of `bench.danger`."""
    looked_at = []
    match = Rule.match
    monkeypatch.setattr(
        Rule, "match", lambda rule, *place: looked_at.append(rule) or match(rule, *place)
    )
    danger.read(HARMLESS[:1_000] + "夫に殴られる" + HARMLESS[1_000:1_994])
    assert 0 < len(looked_at) < 150


def test_a_worker_is_ready_before_the_first_question():
    """Once the web server has loaded the portal, nothing is left to be compiled."""
    code = (
        "import re, ise_portal.wsgi\n"
        "from directory.search import danger\n"
        "from tests.directory.search.danger_table import danger_table\n"
        "table = danger_table()\n"
        "re.compile = None\n"
        "print(sum(bool(danger.read(text)) for text, _, _ in table))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 1_000


def seconds(text: str) -> float:
    """Processor time of one reading, the best of several, everything compiled."""
    danger.read(text)
    best = 1.0
    for _round in range(7):
        start = time.process_time()
        danger.read(text)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize(
    "unit",
    [
        "死ぬほど",
        "薬を",
        "布団を叩く",
        "たたた",
        "殴",
        "子どもを",
        "my husband ",
        "(want to ",
        "。、",
    ],
)
def test_hostile_text_costs_in_proportion_to_its_length(unit):
    """Twice as much of the worst takes about twice as long, never its square."""
    short, long = (seconds((unit * 4_000)[:length]) for length in (2_000, 8_000))
    assert long <= max(short * 4 * 2.5, 0.01)
