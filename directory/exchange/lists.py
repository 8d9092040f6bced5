"""Cells that hold several rows of a window, one a line: numbers, hours, days off.

Pure: facts in, text out, and back.
"""

import re
from datetime import date

from django.utils.translation import gettext as _

from directory import hours
from directory.hours.dates import DATE
from directory.spreadsheets.cells import CellFault, lines_of, plain_text_of, text_of
from directory.text import phones
from directory.text.folding import letter_by_letter

_FAX = re.compile(r"(?:fax|ファックス|ファクス)[\s:：]*", re.IGNORECASE)
_CLOSED = "休み"
_SHORT = range(100, 200)


def phones_text(rows: list[dict]) -> str:
    """Show numbers, one a line: 0596-21-5596, 空家=0596-21-5597, FAX 0596-21-5598."""
    return "\n".join(
        ("FAX " if row["kind"] == "fax" else "")
        + (f"{row['label']}=" if row["label"] else "")
        + row["printed"]
        for row in rows
    )


def read_phones(cell) -> list[dict]:
    """Read numbers, each with its label and whether it is a fax."""
    if isinstance(cell, int | float) and cell not in _SHORT:
        raise CellFault(
            _(
                "電話番号が数値のセルになっていて、先頭の0が消えています。"
                "セルの書式を「文字列」にして、「0596-21-5556」のように入れ直してください。"
            )
        )
    return [row for line in lines_of(cell) for row in _phones(line)]


def _phones(line: str) -> list[dict]:
    """The numbers of a line. Before an equals sign stands the label, letter by letter."""
    fax = _FAX.match(letter_by_letter(line))
    label, equals, written = line[fax.end() if fax else 0 :].replace("＝", "=").rpartition("=")
    try:
        numbers = phones.read(written if equals else line)
    except ValueError as error:
        raise CellFault(f"「{line[:40]}」：{error}") from error
    return [
        {
            "kind": "fax" if fax or each.is_fax else "voice",
            "label": label.strip() or each.label,
            "printed": each.printed,
        }
        for each in (numbers[:1] if equals else numbers)
    ]


def read_hours(cell) -> hours.Reading:
    """Read regular hours in words."""
    try:
        return hours.read(text_of(cell))
    except hours.Unreadable as error:
        raise CellFault(str(error)) from error


def exceptions_text(rows: list[dict]) -> str:
    """Show days off, one a line: 2026-12-28～2026-12-29 休み 棚卸しのため."""
    lines = []
    for row in rows:
        days = row["first_day"]
        if row["last_day"] != row["first_day"]:
            days += f"～{row['last_day']}"
        spans = [(opens, closes + 1440 * (closes <= opens)) for opens, closes in row["spans"]]
        note = re.sub(r"\s+", " ", row["note"])
        lines.append(f"{days} {hours.times_text(spans) or _CLOSED} {note}".strip())
    return "\n".join(lines)


def read_exceptions(cell) -> list[dict]:
    """Read days off or with other hours."""
    return [_exception(line) for line in lines_of(cell)]


def _exception(line: str) -> dict:
    plain = letter_by_letter(line)
    found = re.match(rf"({DATE})(?:\s*[~〜～\-]\s*({DATE}))?\s+(\S+)(?:\s+(.*))?$", plain)
    fault = CellFault(
        _(
            "「%(line)s」を読み取れません。「2026-12-28～2026-12-29 休み 棚卸しのため」か"
            "「2026-12-28 9:00～12:00」のように、1件を1行に書いてください。"
        )
        % {"line": line[:40]}
    )
    if not found:
        raise fault
    first, last, what, note = found.groups()
    try:
        days = [hours.read_date(day) for day in (first, last or first)]
        spans = [] if what == _CLOSED else _spans(what)
    except ValueError as error:
        raise fault from error
    note = line[len(line) - len(note) :] if note else ""
    return {
        "first_day": date.isoformat(days[0]),
        "last_day": date.isoformat(days[1]),
        "spans": spans,
        "note": note,
    }


def _spans(text: str) -> list[list[int]]:
    """Read the hours of a day as those of any weekday are read."""
    return [[rule.opens, rule.closes] for rule in hours.read(f"月曜日 {text}").rules]


def read_weekdays(cell) -> list[int]:
    """Read weekdays written as 水 or 月・水曜日."""
    letters = re.sub(r"曜日?|[\s、,・]", "", plain_text_of(cell))
    if any(letter not in hours.WEEKDAYS for letter in letters):
        raise CellFault(_("曜日は「水」か「月・水」のように書いてください。"))
    return sorted({hours.WEEKDAYS.index(letter) for letter in letters})
