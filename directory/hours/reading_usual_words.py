"""Hours in usual words: digits for kanji, Japanese days for English ones, 9:00 for 0900."""

import re

from directory.hours.dates import digits_of
from directory.hours.words.ja import WEEKDAYS

TO = "～"
STROKES = "~〜∼-‐‑‒–—―−－"
_KANJI = "[一二三四五六七八九十]{1,3}"
_HOURS_IN_KANJI = re.compile(
    f"(?:(?<=午[前後])|(?<=から|より)|(?<![一-龥])){_KANJI}(?=時)|(?<=時){_KANJI}(?=分)"
)
# Words of English leaflets, and times without a sign: 0900-1700.
_DAYS_IN_ENGLISH = {
    rf"{name}(?:{rest})?s?": day
    for day, name, rest in zip(
        WEEKDAYS,
        ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        ("day", "sday", "nesday", "rsday|rs|r", "day", "urday", "day"),
        strict=True,
    )
} | {
    "weekdays?": "平日",
    "weekends?": "土・日",
    "open(?: on)?": "",
    "every ?day|daily": "毎日",
    "to|through": TO,
    "and": "・",
}
# Before another word it is a name: Sun Room.
_NO_NAME = (
    r"(?![ \t]+(?!(?:mon|tue|wed|thu|fri|sat|sun|week|open|daily|every|to|through|and)"
    r"|[ap]\.?m)[a-z])"
)
_IN_ENGLISH = {
    re.compile(
        rf"(?<![a-zぁ-ヺー一-龥])(?:{name})(?![a-zァ-ヺー一-龥])\.?{_NO_NAME}", re.IGNORECASE
    ): word
    for name, word in _DAYS_IN_ENGLISH.items()
}
_ENGLISH_DAY = re.compile(
    "(?<![a-z])(?:mon|tue|wed|thu|fri|sat|sun|week(?:day|end)|every ?day|daily)", re.I
)
_FOUR_DIGITS = r"([01]\d|2[0-4])([0-5][05])"
_TIMES_IN_FOUR_DIGITS = re.compile(
    rf"(?<![\d:#-]){_FOUR_DIGITS}[ \t]?[{TO}{re.escape(STROKES)}][ \t]?{_FOUR_DIGITS}"
    rf"(?![\d:年{TO}{re.escape(STROKES)}])"
)


def in_usual_words(text: str) -> str:
    """The text with 午前9時30分 for 午前九時三十分, 月 for Monday and 9:00 for 0900."""
    if _ENGLISH_DAY.search(text):
        for name, word in _IN_ENGLISH.items():
            text = name.sub(word, text)
    text = _TIMES_IN_FOUR_DIGITS.sub(rf"\1:\2{TO}\3:\4", text)
    return _HOURS_IN_KANJI.sub(lambda found: digits_of(found[0]), text)
