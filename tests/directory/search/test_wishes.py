"""How and when a person wants to talk, read from a question."""

import pytest

from directory.search.text.wishes import says_trouble, wishes_in


@pytest.mark.parametrize(
    ("typed", "filters", "rest"),
    [
        ("土曜日 やってる", {"when": "saturday"}, ""),
        ("土日やってる窓口", {"when": "saturday"}, ""),
        ("日曜日も相談できるところ", {"when": "sunday"}, ""),
        ("介護 土曜日に相談できる", {"when": "saturday"}, "介護"),
        ("夜", {"when": "evening"}, ""),
        ("夜やってるところ", {"when": "evening"}, ""),
        ("夜でも話せるところ", {"when": "evening"}, ""),
        ("深夜", {"when": "midnight"}, ""),
        ("今やってる", {"open": "on"}, ""),
        ("いま電話できるところ", {"open": "on"}, ""),
        ("今すぐ相談したい", {"open": "on"}, ""),
        ("予約なし", {"reservation": "none"}, ""),
        ("予約なしで弁護士に相談したい", {"reservation": "none"}, "弁護士"),
        ("チャット", {"channel": "chat"}, ""),
        ("ﾁｬｯﾄで相談", {"channel": "chat"}, ""),
        ("ＬＩＮＥで相談できるところ", {"channel": "line"}, ""),
        ("SNSで相談", {"channel": "chat"}, ""),
        ("フォームで相談", {"channel": "form"}, ""),
        ("ビデオ通話で話したい", {"channel": "video"}, ""),
        ("ガイドライン", {}, "ガイドライン"),
        ("子育て　チャット", {"channel": "chat"}, "子育て"),
        ("介護の相談をメールでしたい", {"channel": "email"}, "介護"),
        ("介護のメール相談", {"channel": "email"}, "介護"),
        ("借金 メールがいい", {"channel": "email"}, "借金"),
        ("対面で話を聞いてほしい", {"channel": "visit"}, ""),
        ("電話が怖い", {"no_phone": "on"}, ""),
        ("電話できない", {"no_phone": "on"}, ""),
        ("声が出せない", {"no_phone": "on"}, ""),
        ("電話するのが怖い 引きこもり", {"no_phone": "on"}, "引きこもり"),
        ("cannot pay rent, cannot telephone", {"no_phone": "on"}, "cannot pay rent"),
        ("I can’t talk on the phone", {"no_phone": "on"}, ""),
        ("afraid of phone calls debt", {"no_phone": "on"}, "debt"),
    ],
)
def test_how_and_when_are_understood(typed, filters, rest):
    """Each becomes a filter, and what remains is the trouble, as it was typed."""
    wishes = wishes_in(typed)
    assert (wishes.filters, wishes.rest) == (filters, rest)


@pytest.mark.parametrize(
    "typed",
    [
        "チャイルドライン",
        "よりそいホットライン",
        "オンラインゲーム",
        "ラインナップ",
        "LINEで悪口を言われる",
        "架空請求のメール",
        "迷惑メール",
        "詐欺のLINE",
        "変な電話がかかってくる",
        "cannot pay phone bill",
        "I cannot call my son",
        "no phone number",
        "lost my phone",
        "電話相談",
        "土曜日になると学校に行きたくない",
        "夜眠れない",
        "夜中に子どもが熱を出した",
        "母の日",
        "",
        "。",
        "\ud800",
    ],
)
def test_other_words_are_no_wish(typed):
    """A word that only looks like one narrows nothing."""
    wishes = wishes_in(typed)
    assert (wishes.filters, wishes.heard) == ({}, ())


def test_a_wish_is_quoted_as_it_was_typed():
    """The page can say which words it followed."""
    assert wishes_in("子育て ＬＩＮＥ相談").heard == ("ＬＩＮＥ",)


@pytest.mark.parametrize(
    "text",
    [
        *("189", "0596-21-5556", "ポルトガル語", "日本語わからない", "英語で話したい"),
        *("休日", "チャットで相談", "電話苦手 メールがいい"),
    ],
)
def test_a_number_a_language_or_a_time_tells_of_no_trouble(text):
    """So that the first result for it raises no notice of danger."""
    assert not says_trouble(text)
    assert says_trouble(f"{text} 借金")
