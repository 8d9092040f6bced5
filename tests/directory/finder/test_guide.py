"""The way through the finder's questions, on plain values."""

import pytest

from directory.finder.guide import Answer, Guide, Question, read_answers, written

WHO = Question(1, "だれ", answers=(Answer(11, "自分", 2), Answer(12, "子ども", 3)))
WHAT = Question(2, "なに", answers=(Answer(21, "お金", 4), Answer(22, "死にたい", 4, ("suicide",))))
CHILD = Question(3, "子の", answers=(Answer(31, "学校", 4),))
HOW = Question(4, "どう", answers=(Answer(41, "電話", way="telephone"), Answer(42, "文字", 9)))
GUIDE = Guide({each.key: each for each in (WHO, WHAT, CHILD, HOW)}, first=1)


@pytest.mark.parametrize(
    ("given", "keys", "asked"),
    [
        ("", (), WHO),
        ("11", (11,), WHAT),
        ("11.21.41", (11, 21, 41), None),
        ("41.21.11", (11, 21, 41), None),  # in another order
        ("11.11.11", (11,), WHAT),  # said again and again
        ("21.41", (), WHO),  # the first is missing
        ("11.41", (11,), WHAT),  # one between is missing
        ("11.31.41", (11,), WHAT),  # an answer to a question that this way does not ask
        ("11.12.21", (11, 21), HOW),  # two answers to one question: the first
        ("999.-7.0x1f.夜.11", (11,), WHAT),  # invented
        ("11.21.42", (11, 21, 42), None),  # leads to a question that is no more
        ("11.22.41", (11, 22), None),  # danger ends the way at once
    ],
)
def test_any_answers_lead_to_the_nearest_sensible_question(given, keys, asked):
    """Missing, reordered, repeated and invented answers are no error."""
    walk = GUIDE.walk(read_answers([given]))
    assert (walk.keys, walk.question) == (keys, asked)


def test_an_answer_given_before_its_question_is_not_asked_for_again():
    """Who answers the missing question goes on behind it."""
    walk = GUIDE.walk(read_answers(["11.41"]))
    assert GUIDE.walk([*walk.keys, 21, *walk.ahead]).keys == (11, 21, 41)


def test_questions_that_lead_back_end():
    """A circle in the data asks each question once."""
    circle = Guide({5: Question(5, "また", answers=(Answer(51, "うん", 5),))}, first=5)
    assert circle.walk([51]).question is None
    assert [walk.keys for walk in circle.walks()] == [(51,)]


def test_no_more_than_four_questions_are_asked():
    """However long the chain of the data is."""
    chain = {n: Question(n, str(n), answers=(Answer(n * 10, "次", n + 1),)) for n in range(1, 9)}
    assert len(Guide(chain, first=1).walk(range(100)).steps) == 4


def test_every_way_is_walked_once():
    """All combinations, each as the address that leads there."""
    assert {written(walk.keys) for walk in GUIDE.walks()} == {
        *("11.21.41", "11.21.42", "11.22", "12.31.41", "12.31.42")
    }


def test_an_address_of_any_length_is_read():
    """Not more of it than a person could have answered."""
    assert len(read_answers([".".join(map(str, range(10_000)))] * 50)) <= 40
    assert read_answers(["9" * 5_000]) == ()
