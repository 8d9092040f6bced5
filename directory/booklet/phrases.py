"""Line breaks of Japanese prose: after a phrase (文節), never within a word.

Browsers break lines so by `word-break: auto-phrase`; Typst cannot, so phrases are marked in the
data and set as boxes. The dictionary takes much memory: `cut_elsewhere` asks a process that ends.

    python -m directory.booklet.phrases < texts.json > pieces.json

Pure: no Django, no database.
"""

import json
import logging
import re
import subprocess
import sys
import unicodedata
from typing import NamedTuple

from directory import worker_process
from directory.text.dictionary import tokenizer

# What the template `common.typ` sets as one box. No text of a clerk can hold these letters:
# `printable.made_printable` takes out what is invisible.
BEGIN, END = "\u2062", "\u2063"
# The narrowest column of the booklet holds about so many letters in its largest type.
WIDEST = 8
OPENING = "（「『【〔［｛(["
CLOSING = "）」』】〕］｝)]、。，．・：；！？…～ー％"
# Times, telephone numbers and words in Latin letters stay as they are.
UNCUT = re.compile(r"[!-~0-9０-９Ａ-Ｚａ-ｚ\u200b〜～：]+|\s+")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠々]{2}")
ATTACHED = {"助詞", "助動詞", "接尾辞"}
# Headings, which become bookmarks; names that the template takes apart; what is no prose.
LEFT_ALONE = {"title", "city", "publisher", "kana", "number", "charge", "categories", "category"}
HEADINGS = re.compile(r"_title$|^errata_(changed|ended|added)$")

log = logging.getLogger(__name__)


def cut(texts: list[str]) -> list[list[str]]:
    """Cut texts into pieces between which a line may end; joined they are the text again."""
    return [
        _joined(_counted([unit for run in _runs(text) for unit in _units(run)])) for text in texts
    ]


def cut_elsewhere(texts: list[str]) -> list[list[str]]:
    """Do the same in a process of its own. Raises subprocess.SubprocessError or OSError."""
    return json.loads(worker_process.ask("directory.booklet.phrases", texts))


def marked(data: dict) -> dict:
    """The data of a printed thing with a mark around each phrase of its prose.

    Without the dictionary the data stay as they are: lines may then end anywhere.
    """
    texts = sorted(set(_prose(data)))
    try:
        pieces = dict(zip(texts, cut_elsewhere(texts), strict=True)) if texts else {}
    except (subprocess.SubprocessError, OSError):
        log.exception("Phrases could not be told; lines may end within a word.")
        return data
    return _with(data, {text: "".join(map(_mark, parts)) for text, parts in pieces.items()})


def _mark(piece: str) -> str:
    return f"{BEGIN}{piece}{END}" if 1 < _width(piece) <= WIDEST and piece.strip() else piece


def _prose(value, name: str = "") -> list[str]:
    if name in LEFT_ALONE or HEADINGS.search(name):
        return []
    if isinstance(value, dict):
        return [text for key, each in value.items() for text in _prose(each, key)]
    if isinstance(value, list):
        return [text for each in value for text in _prose(each)]
    return [value] if isinstance(value, str) and JAPANESE.search(value) else []


def _with(value, found: dict[str, str], name: str = ""):
    if name in LEFT_ALONE or HEADINGS.search(name):
        return value
    if isinstance(value, dict):
        return {key: _with(each, found, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_with(each, found) for each in value]
    return found.get(value, value) if isinstance(value, str) else value


def _runs(text: str) -> list[str]:
    """Pieces of the text, each with whether it is to be cut."""
    runs, at = [], 0
    for found in UNCUT.finditer(text):
        runs += [text[at : found.start()], found[0]]
        at = found.end()
    return [run for run in [*runs, text[at:]] if run]


class Unit(NamedTuple):
    """A word with what must not begin a line; whether it begins as a noun and a noun may follow."""

    text: str
    is_noun: bool
    goes_on: bool

    def joined(self, other: "Unit") -> "Unit":
        """Both as one."""
        return Unit(self.text + other.text, self.is_noun, other.goes_on)


def _units(run: str) -> list[Unit]:
    """A stretch as units."""
    if UNCUT.fullmatch(run):
        return [Unit(run, False, False)]
    units: list[Unit] = []
    kind: tuple[str, ...] = ("", "", "")
    for word in _words(run):
        before, kind = kind, word.part_of_speech()
        text = word.surface()
        is_noun = kind[0] in {"名詞", "接頭辞"}
        unit = Unit(text, is_noun, is_noun and text[-1] not in CLOSING)
        last = units[-1].text if units else ""
        if last and (_clings(last, text) or _is_attached(last + text, before, kind)):
            units[-1] = units[-1].joined(unit)
        else:
            units.append(unit)
    return units


def _words(run: str):
    """The words of the dictionary; names that no column holds in their parts."""
    for word in tokenizer().tokenize(run):
        if _width(word.surface()) > WIDEST:
            yield from tokenizer().tokenize(word.surface(), _shortest())
        elif word.surface():  # … is read as three dots, two of which have no letter
            yield word


def _is_attached(together: str, before: tuple[str, ...], kind: tuple[str, ...]) -> bool:
    """Whether a word goes on what the one before it has begun: 相談|した, 確かめ|て|ください."""
    if kind[0] in ATTACHED:
        return True
    goes_on = before[0] in {"接頭辞", "動詞", "助動詞"} or before[1] in {"接続助詞", "サ変可能"}
    is_helper = kind[1] == "非自立可能" and kind[0] in {"動詞", "形容詞"}
    helps = is_helper and (goes_on or before[2] == "サ変可能")
    return (before[0] == "接頭辞" or helps) and _width(together) < WIDEST  # 。 may follow


def _clings(last: str, text: str) -> bool:
    """Whether no line may end between two texts, whatever words they are."""
    return text[0] in CLOSING or last[-1] in OPENING


def _counted(units: list[Unit]) -> list[Unit]:
    """Numbers together with what they count, and 第 with its number: 第3 土曜日, 306番 窓口."""
    found: list[Unit] = []
    for unit in units:
        last, text = found[-1].text if found else "", unit.text
        counts = last[-1:].isdecimal() and not UNCUT.match(text) and text[0] not in OPENING
        ordinal = last.endswith("第") and text[0].isdecimal()
        if (counts or ordinal) and _width(last + text) <= WIDEST:
            found[-1] = found[-1].joined(unit)
        else:
            found.append(unit)
    return found


def _joined(units: list[Unit]) -> list[str]:
    """Pieces of units: parts of a compound together, as long as they fit into a column."""
    pieces: list[str] = []
    goes_on = False
    for unit in units:
        last = pieces[-1] if pieces else ""
        fits = goes_on and unit.is_noun and _width(last + unit.text) <= WIDEST
        if last and not unit.text.isspace() and (_clings(last, unit.text) or fits):
            pieces[-1] = last + unit.text
        else:
            pieces.append(unit.text)
        goes_on = unit.goes_on
    return pieces


def _width(text: str) -> float:
    """How wide a text is, in full letters."""
    return sum(1 if unicodedata.east_asian_width(each) in "WFA" else 0.5 for each in text)


def _shortest():
    from sudachipy import SplitMode

    return SplitMode.A


if __name__ == "__main__":
    json.dump(cut(json.load(sys.stdin)), sys.stdout)
