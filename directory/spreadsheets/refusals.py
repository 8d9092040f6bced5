"""Refusals of uploaded files and pasted tables, each a sentence that says what to do."""

from django.utils.translation import gettext_lazy as _


class FileRefused(ValueError):
    """A file or text that is not read at all; the text tells a clerk why, and what to do."""


_SENTENCES = {
    "too_many_bytes": _("ファイルが大きすぎます（10MBまで）。"),
    "no_workbook": _("Excelのファイルではありません。.xlsx で保存してください。"),
    "binary": _(
        "「バイナリブック（.xlsb）」という形のファイルです。"
        "「Excelブック（.xlsx）」で保存し直してください。"
    ),
    "macro": _("マクロの入ったファイルです。「Excelブック（.xlsx）」で保存し直してください。"),
    "strict": _(
        "「Strict Open XML」という形で保存されたファイルです。"
        "ふつうの「Excelブック（.xlsx）」で保存し直してください。"
    ),
    "no_sheet": _("表のあるシートがありません。Excelで開いて確かめてください。"),
    "too_large": _("開くと大きすぎるファイルです。表だけを新しいブックに貼ってください。"),
    "too_many_rows": _(
        "行が多すぎます（%(rows)d行）。一度に取り込めるのは%(most)d行までです。"
        "使っていない行を削除するか、分けてください。"
    ),
    "rows_without_end": _(
        "行が多すぎます（空の行もふくめて、%(rows)d行より多い）。一度に取り込めるのは%(most)d行"
        "までです。使っていない行を削除するか、分けてください。"
    ),
    "broken": _("ファイルが壊れていて開けません。Excelで開いて、保存し直してください。"),
    "busy": _("いま、ほかのファイルを読んでいます。少し待ってから、もう一度出してください。"),
}


def sentence(reason: str, **figures: int) -> str:
    """Sentence for a reason, as the workbook worker names it."""
    return str(_SENTENCES[reason]) % figures
