"""Japanese written in Latin letters, read as hiragana: harowaku, seikatsu hogo, yachin."""

import re

ROWS = {
    "": "あいうえお",
    "k": "かきくけこ",
    "s": "さしすせそ",
    "t": "たちつてと",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "m": "まみむめも",
    "y": "や ゆ よ",
    "r": "らりるれろ",
    "w": "わ   を",
    "g": "がぎぐげご",
    "z": "ざじずぜぞ",
    "d": "だぢづでど",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}
HEPBURN = {"shi": "し", "chi": "ち", "tsu": "つ", "fu": "ふ", "ji": "じ"}
GLIDES = {"a": "ゃ", "u": "ゅ", "o": "ょ"}
BEFORE_A_GLIDE = {
    "ky": "き",
    "sh": "し",
    "sy": "し",
    "ch": "ち",
    "ty": "ち",
    "ny": "に",
    "hy": "ひ",
    "my": "み",
    "ry": "り",
    "gy": "ぎ",
    "j": "じ",
    "jy": "じ",
    "zy": "じ",
    "by": "び",
    "py": "ぴ",
}
SYLLABLES = {
    **{
        row + vowel: kana
        for row, line in ROWS.items()
        for vowel, kana in zip("aiueo", line.ljust(5), strict=True)
        if kana != " "
    },
    **HEPBURN,
    **{
        before + vowel: kana + glide
        for before, kana in BEFORE_A_GLIDE.items()
        for vowel, glide in GLIDES.items()
    },
}
# A doubled consonant, a syllable, or the n that closes one (hinkon, konnichiwa).
DOUBLED = r"(?P<doubled>([kstpcgdbz])(?=\2)|t(?=ch))"
SYLLABLE = re.compile(
    "|".join([DOUBLED, *sorted(SYLLABLES, key=len, reverse=True), "n(?![aiueoy])"])
)
SHORTEST = 4


def as_hiragana(text: str) -> str:
    """Return a folded text of Latin letters read as romaji; empty when it is none.

    >>> as_hiragana("seikatsu hogo"), as_hiragana("hakken"), as_hiragana("rent")
    ('せいかつ ほご', 'はっけん', '')
    """
    words = [_read(word) for word in text.split()]
    return " ".join(words) if all(words) and len(text) >= SHORTEST else ""


def _read(word: str) -> str:
    """One word in hiragana; empty when some of its letters are no syllable."""
    kana, end = [], 0
    for match in SYLLABLE.finditer(word):
        if match.start() != end:
            return ""
        end = match.end()
        kana.append("っ" if match["doubled"] else SYLLABLES.get(match[0], "ん"))
    return "".join(kana) if end == len(word) else ""
