"""Cells of a table: values as exported texts, and texts that clerks typed as values.

Pure. A cell that cannot be read raises CellFault with a sentence for the clerk.
"""

import io
import re
from datetime import date, datetime, time
from decimal import Decimal

from django.utils.translation import gettext as _

from directory import hours
from directory.spreadsheets.formula import FORMULA
from directory.text.folding import compatible, lookup_key, without_invisible

YES, NO, UNKNOWN = "はい", "いいえ", "不明"
# How Excel itself and clerks spell the same.
_TRUTH = {YES: True, "○": True, "TRUE": True, NO: False, "×": False, "FALSE": False}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HALF_KANA = re.compile(r"[\uff61-\uff9f]+")
# What Excel shows where a calculation has failed.
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")
# What stands in a cell that means the same as the one above it.
_DITTO = re.compile(r"同上|同前|上に同じ|上と同じ|上記に?同じ|[〃々″”\"]{1,2}|''")
_BEGINS_WITH_DITTO = re.compile(r"同上|上に同じ|上と同じ|上記に?同じ|〃")
# What programs write for a letter that they do not know: � and 〓 anywhere, ? before or between
# Chinese characters, as in ?橋 and 山?町. A question ends in kana, or in a mark in full width.
_LOST = re.compile(r"[\ufffd〓]|(?:^|(?<=[\s、。・「『（(一-鿿々]))\?+(?=[一-鿿々])", re.MULTILINE)
# Excel counts days from the end of 1899; these are the years 1982 to 2119.
_EXCEL_DAY_ONE, _SERIALS = date(1899, 12, 30), range(30_000, 80_000)


class CellFault(ValueError):
    """Error of a cell that cannot be read; its text says what to do."""


class Formula:
    """Marker of a cell with a formula, whose result is not read."""


def guarded(text: str) -> str:
    """Formula guard: text as every exported cell has it, without control letters, no formula."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return f"'{text}" if FORMULA.match(text) else text


def bytes_of(book) -> bytes:
    """A workbook of openpyxl as a file."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text_of(cell) -> str:
    """Text of a cell, stripped and without the mark of `guarded`."""
    if isinstance(cell, Formula):
        raise CellFault(_("数式が入っています。計算した結果の値を貼り付けてください。"))
    if isinstance(cell, datetime | date | time):
        raise CellFault(
            _(
                "Excelが日付に変えてしまっています。セルの書式を「文字列」にして、入れ直してください。"
            )
        )
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = without_invisible(str(cell)).replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("_x000D_", "").strip()
    if "\x00" in text:
        raise CellFault(_("使えない文字が入っています。入れ直してください。"))
    if _ERROR.fullmatch(text):
        raise CellFault(
            _("Excelのエラー（%(text)s）です。正しい値を入れてください。") % {"text": text}
        )
    if is_ditto(text):
        raise CellFault(
            _("「%(text)s」ではなく、上の行と同じ内容をもう一度入力してください。") % {"text": text}
        )
    _check_letters(text)
    text = _HALF_KANA.sub(lambda found: compatible(found[0]), text)
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def _check_letters(text: str) -> None:
    """Point out where a letter was lost on the way. Raises CellFault."""
    if not (lost := _LOST.search(text)):
        return
    before, after = text[: lost.start()].splitlines()[-1:], text[lost.end() :].splitlines()[:1]
    raise CellFault(
        _(
            "「%(text)s」の「%(sign)s」のところで、文字が失われています。"
            "元の文字を入れてください（疑問の「？」なら全角で）。"
        )
        % {"text": "".join(before)[-8:] + lost[0] + "".join(after)[:8], "sign": lost[0]}
    )


def check_against(before: str, cell) -> None:
    """Point out letters of the former text that a program has saved as ?. Raises CellFault."""
    poor = before.encode("cp932", "replace").decode("cp932")
    if poor == before or not isinstance(cell, str) or "?" not in cell:
        return
    if [re.sub(r"\?+", "?", each) for each in poor.split()] == [
        re.sub(r"\?+", "?", each) for each in cell.split()
    ]:
        lost = "".join(letter for letter in before if not letter.encode("cp932", "ignore"))
        raise CellFault(
            _(
                "文字が失われています（「%(lost)s」が「?」になっています）。"
                "元の文字に直すか、Excelブック（.xlsx）で保存し直してください。"
            )
            % {"lost": lost[:20]}
        )


def is_ditto(cell) -> bool:
    """Whether a cell refers to the one above it (同上, 〃). Raises CellFault for 同上 and more."""
    text = cell.strip() if isinstance(cell, str) else ""
    if not _DITTO.fullmatch(text) and _BEGINS_WITH_DITTO.match(text):
        raise CellFault(
            _("「%(text)s」は、上の行のどこまでを指すかわかりません。内容を入力してください。")
            % {"text": text[:30]}
        )
    return bool(_DITTO.fullmatch(text))


def plain_text_of(cell) -> str:
    """Text of a cell that is no prose, in half-width letters and digits."""
    return compatible(text_of(cell)).strip()


def one_line_of(cell) -> str:
    """Text of a cell on one line, though a clerk broke it to make it fit."""
    return re.sub(r"\s*\n\s*", " ", text_of(cell))


def lines_of(cell) -> list[str]:
    """Lines of a cell that are not empty."""
    return [line.strip() for line in text_of(cell).splitlines() if line.strip()]


def truth(value: bool | None) -> str:
    """Text of yes, no or unknown."""
    return UNKNOWN if value is None else YES if value else NO


def read_truth(cell, unknown: bool = False) -> bool | None:
    """Value of yes or no, where allowed also of 不明 (None)."""
    text = plain_text_of(cell).upper().replace("〇", "○")
    if unknown and text == UNKNOWN:
        return None
    if text not in _TRUTH:
        words = _("「はい」「いいえ」「不明」") if unknown else _("「はい」「いいえ」")
        raise CellFault(_("%(words)sのどれかを入れてください。") % {"words": words})
    return _TRUTH[text]


def read_number(cell) -> int | None:
    """Whole number of a cell; None for an empty one."""
    text = plain_text_of(cell)
    if not text:
        return None
    if not re.fullmatch(r"\d{1,9}", text):
        raise CellFault(_("数字だけを入れてください。"))
    return int(text)


def read_decimal(cell) -> str | None:
    """Coordinate of a cell as facts have it: six digits behind the point."""
    text = plain_text_of(cell)
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,3}(\.\d{1,20})?", text):
        raise CellFault(_("「34.487500」のような数字を入れてください。"))
    return f"{Decimal(text):.6f}"


def read_day(cell) -> str | None:
    """ISO date of a text in any spelling, of a date cell, or of Excel's number of a day."""
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    text = plain_text_of(cell)
    if not text:
        return None
    if text.isdecimal() and len(text) == 5 and int(text) in _SERIALS:
        return date.fromordinal(_EXCEL_DAY_ONE.toordinal() + int(text)).isoformat()
    try:
        return hours.read_date(text_of(cell)).isoformat()
    except ValueError as error:
        raise CellFault(str(error)) from error


def read_choices(cell, labels: dict) -> list:
    """Values of several labels of a fixed choice, in the order of the choice."""
    values = {lookup_key(label): value for value, label in labels.items()}
    parts = [part.strip() for part in re.split(r"[、,，;；\n]", text_of(cell)) if part.strip()]
    for part in parts:
        if lookup_key(part) not in values:
            raise CellFault(
                _("「%(part)s」は選べません。%(labels)s の中から書いてください。")
                % {"part": part[:30], "labels": "、".join(map(str, labels.values()))}
            )
    chosen = set(map(lookup_key, parts))
    return [value for key, value in values.items() if key in chosen]
