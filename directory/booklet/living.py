"""The living booklet: what is public now, in the language of the request.

Editions that were printed stay as they are, in Japanese.
"""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from directory.booklet import content, documents, pdf_cache
from directory.languages import current
from directory.languages.beside import on_paper
from directory.languages.markup import plain
from directory.models import Category, Window
from directory.models.translation import translated, with_translations
from directory.text.printable import made_printable


def living(day: date) -> dict:
    """Data of the booklet as it would be printed today."""
    windows = list(with_translations(Window.objects.published().for_reading()))
    subjects = {str(window.uid): window.subject for window in windows}
    own = [translated(window) for window in windows]
    data = content.booklet(own, Category.objects.in_use(), day)
    if current().prefix:
        title = {"title": plain(data["title"]), "japanese_title": settings.BOOKLET_TITLE}
        data = on_paper(data) | title
        for key, row in data["windows"].items():
            _for_the_counter(row, subjects[key])
    return data


def fetch(output: str, data: dict) -> pdf_cache.Kept:
    """PDF for the "screen" or in "large" letters. Raises TypesettingFailed."""
    return pdf_cache.fetch(
        pdf_cache.kind_here(output), data, lambda: documents.typeset_booklet(data, output)
    )


def name_of(output: str) -> str:
    """Name of the file, in the language of the request."""
    title = _(settings.BOOKLET_TITLE)
    return _("%(title)s（大きな文字）") % {"title": title} if output == "large" else title


def _for_the_counter(row: dict, subject: str) -> None:
    """Add what a reader of a translated row shows at a counter, or says: subject, name's kana."""
    japanese = made_printable(subject)
    row["japanese"] = japanese if japanese != row["subject"] else ""
    row["reading"] = made_printable(row["kana"]) if current().is_easy else ""
