"""Data of single sheets: leaflets of several windows, 相談メモ of one."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from directory.booklet import content, drawings
from directory.models import Category, Window
from directory.text.printable import made_printable


def leaflet(windows: Iterable[Window], day: date) -> dict:
    """Data of a leaflet: windows under the heading that they have in common, or a plain one."""
    windows = list(windows)
    rows = {str(window.uid): content.window_facts(window, day) for window in windows}
    title, mark, address = _in_common(windows)
    category = {
        "slug": "leaflet",
        "name": made_printable(title),
        "mark": mark,
        "url": address,
        "qr": drawings.qr(address),
        "qr_words": _("最新の情報"),
        "windows": list(rows),
    }
    for_help = Window.objects.published().for_help().with_hours()
    return content.frame(day, title=title) | {
        "windows": rows,
        "categories": [category],
        "category": category,
        "general": content.general_window(for_help, day),
    }


def _in_common(windows: list[Window]) -> tuple[str, str, str]:
    """Heading, mark and address of what all these windows share."""
    shared = set.intersection(*(set(window.categories_in_use) for window in windows))
    providers = {window.provider for window in windows}
    if len(windows) == 1:
        window = windows[0]
        mark = window.main_category.mark if window.main_category else Category.Mark.PEOPLE
        return window.name, mark, content.portal_address(window.get_absolute_url())
    if shared:
        category = min(shared, key=lambda each: each.order)
        address = content.portal_address(category.get_absolute_url())
        return _("%(name)sの相談窓口") % {"name": category.name}, category.mark, address
    title = _("相談窓口のご案内")
    if len(providers) == 1 and (provider := providers.pop()):
        title = _("%(name)sの相談窓口") % {"name": provider}
    return title, Category.Mark.PEOPLE, content.portal_address()


def memo(window: Window, day: date) -> dict:
    """Data of a 相談メモ: all facts of one window, and lines to write on."""
    facts = content.window_facts(window, day)
    described = [
        (_("説明"), window.description),
        *window.listed_facts,
        (_("予約"), window.reservation_words),
    ]
    address = content.portal_address(window.get_absolute_url())
    facts |= {
        "qr": drawings.qr(address),
        "facts": [[label, made_printable(text)] for label, text in described if text],
    }
    return content.frame(day, title=_("相談メモ")) | {"window": facts}
