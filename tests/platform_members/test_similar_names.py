"""Two spellings of one organisation are noticed; the city's members are told apart."""

import json
from itertools import combinations

import pytest

from platform_members.similar_names import alike, core, similar
from tests.helpers.city import FIXTURES


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NPO法人いせコンビニネット", "いせコンビネット"),
        ("NPO法人いせコンビニネット", "特定非営利活動法人いせコンシェルジュ"),
        ("いせコンビネット", "いせコンシェルジュ"),
        ("ＮＰＯ法人 いせｺﾝﾋﾞﾆﾈｯﾄ", "認定NPO法人いせコンビニネット"),
        ("ハローワーク伊勢", "ハローワーク伊勢（伊勢公共職業安定所）"),
        ("商工会議所", "伊勢商工会議所"),
        ("伊勢市社会福祉協議会", "社会福祉法人　伊勢市社会福祉協議会"),
        ("伊勢市健康課", "健康課"),
        ("伊勢つながり（株式会社）", "株式会社伊勢つながり"),
    ],
)
def test_two_spellings_are_noticed(one, other):
    """Legal form, width, kana, the city's name and a slip of the pen do not matter."""
    assert alike(one, other, "伊勢市")
    assert alike(other, one, "伊勢市")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("伊勢市住宅政策課", "伊勢市交通政策課"),
        ("自治会", "民生委員"),
        ("NPO法人A", "NPO法人B"),
        ("", "自治会"),
        ("・・・", "、、、"),
        ("\x00", "自治会"),
    ],
)
def test_different_bodies_are_told_apart(one, other):
    """A shared legal form or city makes no two bodies one; a name of signs is like nothing."""
    assert not alike(one, other, "伊勢市")


def test_none_of_the_citys_members_is_taken_for_another():
    """The real names do not raise a false alarm among themselves."""
    names = [row["name"] for row in json.loads((FIXTURES / "organisations.json").read_text())]
    assert [pair for pair in combinations(names, 2) if alike(*pair, "伊勢市")] == []


def test_a_name_that_is_only_a_legal_form_or_the_city_keeps_something():
    """Nothing is compared as if it were empty."""
    assert core("伊勢市", "伊勢市") == "伊勢市"


def test_an_endless_name_is_compared_quickly():
    """100,000 characters are no trouble."""
    assert similar("団" * 100_000, ["団" * 150, "自治会"]) == ["団" * 150]
