"""Tables as text: CSV files, and cells pasted from a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from directory.spreadsheets.refusals import FileRefused

ENCODINGS = ("utf-8-sig", "cp932")
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_HEAD_LINES = 20  # in which the delimiter is looked for


def decoded(content: bytes) -> str:
    """Text of a file in UTF-8, cp932, or UTF-16 with its mark. Raises FileRefused."""
    encodings = ("utf-16",) if content.startswith(UTF_16_MARKS) else ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(
        _("文字を読めません。CSV（UTF-8 または Shift_JIS）か Excel で保存してください。")
    )


def rows_of_text(text: str, delimiters: str = "\t,;") -> list[list[str]]:
    """Cells of a text, quoted or not. Raises FileRefused.

    The delimiter is the one that stands on most of the first lines: pasted amounts may have more
    commas than tabs.
    """
    if "\x00" in text:
        raise FileRefused(_("表として読めません。CSV か Excel のファイルを選んでください。"))
    head = text.splitlines()[:_HEAD_LINES]
    delimiter = max(delimiters, key=lambda sign: sum(sign in line for line in head))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise FileRefused(
            _('表として読めません。引用符（"）が閉じているか確かめてください。')
        ) from error


def as_text(rows: Iterable[Iterable[str]]) -> str:
    """Rows as a text with tabs, as a spreadsheet would paste them."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def csv_file(rows: Iterable[Iterable[object]]) -> bytes:
    """Rows as CSV in UTF-8 with the mark that Excel knows; None is an empty cell.

    Texts that were typed must have gone through `cells.guarded`.
    """
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")
