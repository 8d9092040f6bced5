"""The order of the Japanese syllabary, for an index on paper. Pure."""

import unicodedata

from directory.text.folding import HIRAGANA_OF, compatible

ROWS = {
    "あ": "あいうえおぁぃぅぇぉゔ",
    "か": "かきくけこゕゖ",
    "さ": "さしすせそ",
    "た": "たちつてとっ",
    "な": "なにぬねの",
    "は": "はひふへほ",
    "ま": "まみむめも",
    "や": "やゆよゃゅょ",
    "ら": "らりるれろ",
    "わ": "わをんゎ",
}
OTHERS = "英数"
ROW_OF = {kana: row for row, members in ROWS.items() for kana in members}
SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
VOICING = {0x3099: None, 0x309A: None}


def kana_key(reading: str) -> str:
    """Sort key of a reading: hiragana without voicing, small letters and long vowels.

    >>> kana_key("ハローワーク")
    'はろわく'
    """
    hiragana = compatible(reading).translate(HIRAGANA_OF).translate(SMALL)
    plain = unicodedata.normalize("NFD", hiragana).translate(VOICING)
    return "".join(letter for letter in plain.lower() if letter.isalnum() and letter != "ー")


def kana_row(reading: str) -> str:
    """Heading of a reading in the index: あ, か, …, わ, or 英数 for anything else."""
    return ROW_OF.get(kana_key(reading)[:1], OTHERS)
