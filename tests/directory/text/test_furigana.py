"""Readings above kanji: what a dictionary proposes, what staff write, what is shown."""

import pytest

from directory.text.furigana import propose, readings_in, with_ruby


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("経済的な困りごとの相談", ["経済的（けいざいてき）", "困（こま）", "相談（そうだん）"]),
        ("生活保護に取り組みます", ["生活保護（せいかつほご）", "取（と）", "組（く）"]),
        ("伊勢市の田中さん", []),  # names are never guessed
        ("第3木曜日に10分で", []),  # nor is what a number counts
        ("行います。行った。", []),  # おこな or い: which, a person says
        ("サポートセンター あゆみ", []),
    ],
)
def test_only_what_is_sure_is_proposed(text, lines):
    """Whole runs of kanji without their kana; no name, no number, nothing read in two ways."""
    assert propose([text]) == lines


def test_lines_are_read_as_staff_write_them():
    """One word a line with its reading; empty lines are nothing, any other is named."""
    assert readings_in("相談（そうだん）\n\n 行う（おこなう） ") == {
        "相談": "そうだん",
        "行う": "おこなう",
    }
    for line in ("相談", "相談(そうだん)", "そうだん（そうだん）", "相談（ソウダン）", "相談（）"):
        with pytest.raises(ValueError) as refused:  # noqa: PT011
            readings_in(line)
        assert str(refused.value) == line


def test_readings_stand_above_whole_words_alone():
    """困 is not read in 困難, a longer word goes before a shorter, and texts stay harmless."""
    readings = {"困": "こま", "相談": "そうだん", "相談窓口": "そうだんまどぐち"}
    shown = with_ruby("困りごと<b> 困難 相談窓口の相談", readings)
    assert shown.count("<ruby>") == 3
    assert "<ruby>困<rp>（</rp><rt>こま</rt><rp>）</rp></ruby>りごと&lt;b&gt; 困難 " in shown
    assert "<ruby>相談窓口<rp>（</rp><rt>そうだんまどぐち</rt>" in shown
    assert with_ruby("<i>相談", {}) == "&lt;i&gt;相談"
