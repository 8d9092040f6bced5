"""Furigana: readings above the kanji of a window's own texts, proposed by a dictionary for staff.

Readings stand one a line: 経済的（けいざいてき）. Names and numbers are never proposed, since a
dictionary guesses them; nothing is shown that no person has saved.

    python -m directory.text.furigana < texts.json > readings.json

Pure: no Django, no database.
"""

import json
import re
import sys
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from directory import worker_process
from directory.text.dictionary import tokenizer

if TYPE_CHECKING:
    from sudachipy import Morpheme

KANJI = "一-龠々"
LINE = re.compile(rf"\s*(?P<word>[^（）\s]*[{KANJI}][^（）\s]*)（(?P<reading>[ぁ-ゖー]+)）\s*")
_RUN = re.compile(rf"[{KANJI}]+")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]+")
_NEVER = {"固有名詞", "数詞"}


def readings_in(text: str) -> dict[str, str]:
    """Words and their readings, of lines as staff write them. Raises ValueError with the line."""
    found = {}
    for line in filter(str.strip, text.splitlines()):
        written = LINE.fullmatch(line)
        if written is None:
            raise ValueError(line.strip())
        found[written["word"]] = written["reading"]
    return found


def with_ruby(text: str, readings: dict[str, str]) -> str:
    """HTML of a text with readings above its words; never above a part of a longer kanji word."""
    if not readings:
        return escape(text)
    words = "|".join(map(re.escape, sorted(readings, key=len, reverse=True)))
    whole = re.compile(rf"(?<![{KANJI}])(?:{words})(?![{KANJI}])")
    pieces, at = [], 0
    for found in whole.finditer(text):
        word, reading = found[0], readings[found[0]]
        ruby = f"<ruby>{escape(word)}<rp>（</rp><rt>{escape(reading)}</rt><rp>）</rp></ruby>"
        pieces += [escape(text[at : found.start()]), ruby]
        at = found.end()
    return "".join([*pieces, escape(text[at:])])


def propose(texts: list[str]) -> list[str]:
    """Lines for the kanji words of texts, in their order; words read in two ways are left out."""
    found: dict[str, str] = {}
    for word, reading in (pair for text in texts for pair in _words(text)):
        found[word] = reading if found.get(word, reading) == reading else ""
    return [f"{word}（{reading}）" for word, reading in found.items() if reading]


def propose_elsewhere(texts: list[str]) -> list[str]:
    """Do the same in a process of its own. Raises subprocess.SubprocessError."""
    lines: list[str] = json.loads(worker_process.ask("directory.text.furigana", texts))
    return lines


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Runs of kanji with their readings; "" for one that holds a name or a number."""
    run = reading = ""
    is_sure = True
    for piece, spoken, sure in _pieces(text):
        if _RUN.fullmatch(piece):
            run, reading, is_sure = run + piece, reading + spoken, is_sure and sure
            continue
        if run:  # a number beside a run is read in its own way: 10分, 第3
            yield run, reading if is_sure and not piece[:1].isdigit() else ""
        run, reading, is_sure = "", "", not piece[-1:].isdigit()
    if run:
        yield run, reading if is_sure else ""


def _pieces(text: str) -> Iterator[tuple[str, str, bool]]:
    """Stretches of kanji with readings and whether these are sure, and stretches of the rest."""
    for morpheme in tokenizer().tokenize(text):
        surface = morpheme.surface()
        if not _RUN.search(surface):
            yield surface, "", True
            continue
        is_sure = not _NEVER & set(morpheme.part_of_speech()) and not re.search(r"\d", surface)
        yield from _split(surface, _hiragana(morpheme), is_sure)


def _split(surface: str, reading: str, is_sure: bool) -> Iterator[tuple[str, str, bool]]:
    """Kanji and kana of one word: 取り組み is 取（と）, り, 組（く）, み."""
    parts = re.findall(rf"[{KANJI}]+|[^{KANJI}]+", surface)
    pattern = "".join(
        "(.+?)" if _RUN.fullmatch(part) else re.escape(_to_hiragana(part)) for part in parts
    )
    told = re.fullmatch(pattern, reading)
    spoken = iter(told.groups() if told else ())
    for part in parts:
        is_kanji = bool(_RUN.fullmatch(part))
        yield part, next(spoken, "") if is_kanji else "", is_sure and bool(told)


def _hiragana(morpheme: "Morpheme") -> str:
    return _to_hiragana(morpheme.reading_form())


def _to_hiragana(text: str) -> str:
    return _KANA.sub(
        lambda kana: "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in kana[0]), text
    )


if __name__ == "__main__":
    json.dump(propose(json.load(sys.stdin)), sys.stdout)
