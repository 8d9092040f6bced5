"""The calculations behind the search, on plain text."""

import re

import pytest

from directory.search.text import ngrams, spelling
from directory.search.text.fallbacks import Candidate, arrange, most_of, take_turns
from directory.search.text.marking import spans
from directory.search.text.phrases import Phrase, needle, occurring, telling
from directory.search.text.query import LONGEST, parse
from directory.text.normalise import fold, trace
from directory.text.readings import read_aloud, read_aloud_elsewhere


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＤＶ・セクハラ", "dvせくはら"),
        ("ｶｰﾄﾞﾛｰﾝ", "かーどろーん"),
        ("か\u3099くせい", "がくせい"),
        ("0596‐21−5556", "0596215556"),
        ("０５９６ー６３", "059663"),
        ("サポート－センター", "さぽーとせんたー"),
        ("「あゆみ」（本館）", "あゆみ 本館"),
        ("  二\u3000階\n三 ", "二 階 三"),
        ("a_b%c\\d'e", "a b c de"),
        ("家\u200b賃\u202e", "家賃"),
        ("時々ヴァイオリン", "時々ゔぁいおりん"),
        ("\x00\ud800😢", ""),
        ("㈱三重サポート", "株式会社三重さぽーと"),
        ("（株）三重サポート", "株式会社三重さぽーと"),
        ("特定非営利活動法人いせ", "npo法人いせ"),
        ("辻󠄀本", "辻本"),
        ("𠮷田", "吉田"),
        ("舘町の龍", "館町の竜"),
        ("齋藤、齊藤、斎藤", "斉藤 斉藤 斉藤"),
        ("第Ⅱ相談室、第ⅱ相談室", "第2相談室 第2相談室"),
        ("小俣ヶ丘と小俣ケ丘", "小俣が丘と小俣が丘"),
        ("三ヶ月、三カ月、三か月、３箇月", "三か月 三か月 三か月 3か月"),
    ],
)
def test_what_is_written_in_many_ways_is_one(written, folded):
    """Width, script, voicing, dashes, marks and signs make no difference."""
    assert fold(written) == folded
    assert fold(fold(written)) == folded


def test_every_folded_character_knows_where_it_comes_from():
    """As many origins as characters, in order, within the text."""
    text = "㌔ｶﾞｽ　（ＤＶ）"
    folded = trace(text)
    assert len(folded.text) == len(folded.written) == len(folded.origin)
    assert list(folded.origin) == sorted(folded.origin)
    assert all(0 <= index < len(text) for index in folded.origin)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("家賃が払えなくて困っています", ["家賃"]),
        ("親の介護で仕事をやめそう", ["親", "介護", "仕事"]),
        ("市営住宅に入りたいのですが", ["市営住宅"]),
        ("カードローンの返済", ["かーどろーん", "返済"]),
        ("どこに相談したらいいですか", []),
        ("いじめについて", ["いじめ"]),
        ("子どもの学費", ["子ども", "学費"]),
    ],
)
def test_function_words_and_politeness_carry_no_weight(typed, words):
    """What is left of a sentence is what it is about."""
    assert parse(typed).words == words


def test_only_the_beginning_of_a_long_question_is_read():
    """Whatever its length, a question costs no more than a short one."""
    query = parse("家賃\u3000 " * 10_000)
    assert len(query.typed) <= LONGEST
    assert query.parts == ["家賃"]


def test_pairs_are_weighed_in_titles_and_found_anywhere():
    """A vector says where title words stand, and holds numbers from every digit on."""
    vector = ngrams.vector(weighted={"A": "家賃"}, rest="家賃 猫", numbers=["0596215556", "188"])
    assert "'家賃':1A" in vector
    assert "'猫'" in vector
    assert "'215556'" in vector
    assert "'5556'" in vector
    assert "'556'" not in vector
    assert "'188'" in vector


def test_triples_are_found_anywhere_and_weigh_nothing():
    """Words of three characters are asked for as they stand; pairs alone say what weighs."""
    vector = ngrams.vector(weighted={"A": "不登校 家賃"}, rest="市営住宅", numbers=[]).split()
    assert {"'~不登校'", "'~市営住'", "'~営住宅'", "'不登':1A"} <= set(vector)
    assert ngrams.query("不登校") == "'~不登校'"


@pytest.mark.parametrize("word", ["生活保護", "生活困窮者", "ひとりおやかてい", "はろーわーく"])
def test_a_long_word_is_asked_by_triples_that_cover_it(word):
    """Each character stands in a triple that is asked for, and all of these are indexed."""
    asked = re.findall(r"~\w+", ngrams.query(word))
    assert set(asked) <= set(ngrams.triples(word))
    assert set("".join(asked)) == {"~", *word}


@pytest.mark.parametrize(
    ("phrase", "question", "occurs"),
    [
        ("ニート", "人にとって", False),
        ("ニート", "息子がニートです", True),
        ("うつ", "うつで眠れない", True),
        ("うつ", "とうつうがひどい", False),
        ("DV", "DVDの返却", False),
        ("DV", "夫のDVがこわい", True),
        ("借金", "借金が返せない", True),
        ("年金 足り", "年金がまるで足りない", True),
        ("年金 足り", "年金がもらえない", False),
        ("にほんごがわか", "にほんごが わかりません", True),
        ("社協", "会社 協会", False),
    ],
)
def test_a_phrase_is_recognised_as_a_word_and_not_inside_others(phrase, question, occurs):
    """Short kana and Latin words stand by themselves; parts may stand apart."""
    found = occurring(trace(question), [Phrase(1, (needle(phrase),))])
    assert bool(found) == occurs


def test_the_longer_phrase_speaks_for_the_shorter_and_general_ones_come_last():
    """借金が返せない says all that 借金 says; つらい gives way to everything."""
    phrases = [
        Phrase(1, ("つらい",), general=True),
        Phrase(2, ("借金",)),
        Phrase(3, ("借金が返せ",)),
        Phrase(4, ("介護",)),
    ]
    found = telling(occurring(trace("介護と借金が返せなくてつらい"), phrases))
    assert [match.phrase.key for match in found] == [3, 4, 1]


@pytest.mark.parametrize(
    ("typed", "meant", "near"),
    [
        ("はろーわく", "はろーわーく", True),
        ("せいかつほこ", "せいかつほご", True),
        ("せいつかほご", "せいかつほご", True),
        ("せいかつつほご", "せいかつほご", True),
        ("生活保後", "生活保護", True),
        ("せいつかほこ", "せいかつほご", False),
        ("いかつほご", "けいかつほご", False),
    ],
)
def test_one_slip_is_forgiven_and_not_two(typed, meant, near):
    """One character wrong, missing, added or swapped; the first one is right."""
    assert bool(spelling.pattern(typed).fullmatch(meant)) == near


def test_marks_cover_whole_characters_and_join():
    """Half-width letters with their voicing, and words side by side, are one mark."""
    assert spans("生活ﾎｺﾞの相談", ["生活", "ほご"]) == [(0, 5)]
    assert spans("相談", ["", "家賃"]) == []


def test_windows_are_arranged_by_fit_then_by_who_is_open_then_by_the_booklet():
    """Titles, then what staff named, then the rest; each window once."""
    candidates = [
        Candidate(1, titled=False, rank=0.1, order=1, hours="closed"),
        Candidate(2, titled=True, rank=0.1, order=2),
        Candidate(3, titled=True, rank=0.1, order=3, hours="open"),
    ]
    assert arrange(candidates, [9, 2], {"open"}) == [3, 2, 9, 1]


def test_lists_take_turns_and_words_are_left_out_one_by_one():
    """Two troubles alternate; of four words three are tried before two."""
    assert take_turns([[1, 2], [], [3]]) == [1, 3, 2]
    assert [len(groups) for groups in most_of(["a", "b", "c", "d"])] == [4, 6]
    assert list(most_of(["a"])) == []


def test_readings_are_the_same_here_and_elsewhere():
    """The process of its own reads what commands read, brackets and all."""
    texts = ["生活保護の相談「あゆみ」", ""]
    assert read_aloud(texts) == ["セイカツホゴノソウダン「アユミ」", ""]
    assert read_aloud_elsewhere(texts) == read_aloud(texts)
