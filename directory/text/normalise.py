"""One spelling for everything: what residents type and what windows say meet here."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from directory.text.folding import HIRAGANA_OF, compatible
from directory.text.letter_forms import one_form

# Middle dots, dashes and quotation marks: written or left out as one likes.
JOINING = frozenset("・·•‧-‐‑‒–—―−─'’`´")
# Voicing marks that stand as a character of their own in half-width or decomposed kana.
VOICING = frozenset("ﾞﾟ\u3099\u309a")
LONG_VOWEL = "ー"
FORMS = one_form()
# Signs without a letter of their own: format characters (Cf) and marks on the letter before them,
# variation selectors among them (辻󠄀 is 辻).
SIGNS_TO_DROP = frozenset(("Cf", "Mn", "Mc", "Me"))
KANA = re.compile(r"[ぁ-ゖゝゞァ-ヺヽヾー]")
# What is written in several ways: 小俣ヶ丘 and 小俣が丘, 三ヶ月 and 三か月, ㈱ and (株), 子供 and
# 子ども.
BRACKETS = str.maketrans("（）", "()")
COUNTED = r"(?<=[0-9０-９一二三四五六七八九十何数])[ヶケヵカか箇個](?=[月所国年条])"
OF_PLACES = r"(?<=[一-鿿々])[ヶケ](?=[一-鿿])"
WORDS = {
    **dict.fromkeys(("(株)", "㈱"), "株式会社"),
    **dict.fromkeys(("(有)", "㈲"), "有限会社"),
    **dict.fromkeys(("(社)", "㈳"), "社団法人"),
    **dict.fromkeys(("(財)", "㈶"), "財団法人"),
    "(社福)": "社会福祉法人",
    **dict.fromkeys(("(特非)", "特定非営利活動法人"), "npo法人"),
    **dict.fromkeys(("子供", "こども", "コドモ"), "子ども"),
    **dict.fromkeys(("障害", "障碍"), "障がい"),
    **dict.fromkeys(("友達", "ともだち"), "友だち"),
}
WORD = "|".join(re.escape(word).replace(r"\(", "[(（]").replace(r"\)", "[)）]") for word in WORDS)
CLUSTER = re.compile(
    rf"(?P<counted>{COUNTED})|(?P<place>{OF_PLACES})|(?P<word>{WORD})|.[{''.join(VOICING)}]*",
    re.DOTALL,
)


@dataclass(frozen=True)
class Folded:
    """A text in the one spelling, and where each of its characters comes from.

    `text` is what is compared. `written` is the same, character by character, before katakana
    became hiragana: it still tells ニート from the にと of 人にとって. `origin` holds, for each
    character of `text`, its index in the text that was folded. Words are parted by one space.
    """

    text: str
    written: str
    origin: tuple[int, ...]


def fold(text: str) -> str:
    """Return a text in the one spelling, words parted by single spaces.

    >>> fold("ｾｲｶﾂﾎｺﾞ　（相談）")
    'せいかつほご 相談'
    >>> fold("0596-21-5556"), fold("ハローワーク"), fold("０５９６ー６３")
    ('0596215556', 'はろーわーく', '059663')
    """
    return trace(text).text


def trace(text: str) -> Folded:
    """Fold a text and remember where each character comes from. Any text will do.

    Compatible forms become one (NFKC), letters small, katakana hiragana. Dashes, dots and
    invisible marks go; a long-vowel mark stays after kana only, since after a digit it is a
    dash. Whatever else is no letter or digit parts words: brackets, emoji, wildcards, NUL.
    """
    written: list[str] = []
    origin: list[int] = []
    for match in CLUSTER.finditer(text):
        index = match.start()
        for character in _spelt(match[0], match.lastgroup):
            if character == LONG_VOWEL and not (written and KANA.match(written[-1])):
                continue
            if character == " " and (not written or written[-1] == " "):
                continue
            written.append(character)
            origin.append(index)
    if written and written[-1] == " ":
        written.pop()
        origin.pop()
    plain = "".join(written)
    return Folded(plain.translate(HIRAGANA_OF), plain, tuple(origin))


@lru_cache(maxsize=8192)
def _spelt(cluster: str, kind: str | None = None) -> str:
    """The letters that a cluster stands for; a space where it parts words."""
    if kind == "counted":
        return "か"
    if kind == "place":
        return "が"
    if kind == "word":
        return WORDS[cluster.translate(BRACKETS)]
    plain = compatible(cluster.translate(FORMS)).lower().translate(FORMS)
    letters = []
    for character in plain:
        if character in JOINING or unicodedata.category(character) in SIGNS_TO_DROP:
            continue
        letters.append(character if character.isalnum() or character == "々" else " ")
    return "".join(letters)
