"""Data of the booklet's templates, made of windows; without confidential places."""

from collections.abc import Callable, Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.booklet import drawings
from directory.booklet.index_order import OTHERS, ROWS, kana_key, kana_row
from directory.booklet.labels import words as fixed_words
from directory.booklet.printed import PLACE, without_telephone, words_of
from directory.languages import current
from directory.languages.markup import plain
from directory.models import Category, Phone, Window
from directory.text import fonts
from directory.text.days import day_words
from directory.text.printable import made_printable

# A row with more than this could be taller than a page, so it may break between two.
LETTERS_UNBROKEN = 300
NUMBERS_UNBROKEN = 10
EMERGENCY = ((gettext_lazy("警察"), "110"), (gettext_lazy("救急・消防"), "119"))


def portal_address(path: str = "") -> str:
    """Absolute address of a page of the portal, for print."""
    return settings.PORTAL_URL + (path or reverse("directory:home-view"))


def frame(day: date, edition: str = "", title: str = "") -> dict:
    """Data that every printed document has."""
    home = portal_address()
    return {
        "title": made_printable(title or _(settings.BOOKLET_TITLE)),
        "lang": current().tag.partition("-")[0],
        "has_readings": current().is_easy,
        "city": _(settings.CITY_NAME),
        "publisher": _(settings.CITY_NAME),
        "edition": made_printable(edition),
        "as_of": _("%(day)s現在") % {"day": day_words(day)},
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "portal": {
            "url": home,
            "shown": home.split("://")[-1].rstrip("/"),
            "qr": drawings.qr(home),
        },
        "pictograms": drawings.pictograms(),
        "fonts": fonts.families(),
        "words": fixed_words(),
        "output": "screen",
    }


def booklet(
    windows: Iterable[Window], categories: Iterable[Category], day: date, edition: str = ""
) -> dict:
    """Data of the booklet without its index, which `with_index` adds."""
    windows = list(windows)
    rows = {str(window.uid): window_facts(window, day) for window in windows}
    members: dict[int, list[str]] = {}
    for window in windows:
        for category in window.categories_in_use:
            members.setdefault(category.pk, []).append(str(window.uid))
    return frame(day, edition) | {
        "windows": rows,
        "categories": [
            category_facts(category, members.get(category.pk, [])) for category in categories
        ],
        "urgent": urgent_lines(windows),
        "general": general_window(windows, day),
    }


def category_facts(category: Category, keys: list[str]) -> dict:
    """A category with the keys of its windows and the QR code to its live page."""
    address = portal_address(category.get_absolute_url())
    return {
        "slug": category.slug,
        "name": made_printable(category.public_name),
        "tab": made_printable(plain(category.public_name)),
        "mark": category.mark,
        "url": address,
        "qr": drawings.qr(address),
        "qr_words": _("最新の情報"),
        "windows": keys,
    }


def window_facts(window: Window, day: date) -> dict:
    """Data of a window's row, without a confidential address."""
    words = words_of(window)
    remarks = [
        *(_("%(label)s：%(text)s") % fact for fact in _listed(window)),
        words["description"],
        _("注意：%(text)s") % {"text": words["doubt"]} if words["doubt"] else "",
    ]
    if not window.knows_reservation:
        # In few letters: a row has little room, and many of the city's windows say this.
        remarks.append(_("予約：窓口へ確認"))
    hours, place = words["hours"], words[PLACE].splitlines()
    overdue = window.is_overdue_on(day)
    phones = [phone_facts(phone) for phone in window.telephones]
    faxes = [phone_facts(phone) for phone in window.faxes]
    longest = max(len(words["subject"] + "".join(remarks)), len(hours), len("".join(place)))
    return {
        "key": str(window.uid),
        "subject": made_printable(words["subject"]),
        "name": made_printable(words["name"]),
        "kana": words["kana"],
        "provider": made_printable(words["provider"]),
        "remarks": [made_printable(remark) for remark in remarks if remark],
        "phones": phones,
        "faxes": faxes,
        "instead": [made_printable(text) for text in without_telephone(window)],
        "may_break": longest > LETTERS_UNBROKEN or len(phones + faxes) > NUMBERS_UNBROKEN,
        "hours": made_printable(hours or _("窓口へ確認してください。")),
        "hours_known": bool(hours),
        "place": [made_printable(line) for line in place],
        "place_known": window.has_place,
        "reservation": window.reservation_mark,
        "urgent": window.urgent,
        "overdue": overdue,
        "source": words["source"],
        "marks": bool(window.reservation_mark or window.urgent or overdue),
    }


def _listed(window: Window) -> list[dict[str, str]]:
    return [{"label": label, "text": text} for label, text in window.listed_facts if text]


def phone_facts(phone: Phone) -> dict[str, str]:
    """Telephone number as printed and as dialled."""
    return {
        "label": made_printable(phone.label),
        "number": made_printable(phone.printed),
        "href": phone.href,
        "charge": phone.charge,
    }


def urgent_lines(windows: list[Window]) -> list[dict]:
    """Emergency lines: police, ambulance, and the windows that answer round the clock."""
    lines = [
        {
            "name": str(name),
            "subject": "",
            "phone": {"label": "", "number": number, "href": f"tel:{number}", "charge": ""},
        }
        for name, number in EMERGENCY
    ]
    return lines + [
        {
            "name": made_printable(window.name),
            "subject": made_printable(window.subject),
            "phone": phone_facts(phone),
        }
        for window in windows
        if window.urgent
        for phone in window.telephones
    ]


def general_window(windows: Iterable[Window], day: date) -> dict:
    """Data of the window for unsure residents; its name alone where it is not public."""
    by_uid = {str(window.uid): window for window in windows}
    general = by_uid.get(settings.GENERAL_WINDOW_UID)
    if general is None:
        return {"name": settings.GENERAL_WINDOW_NAME, "phones": [], "remarks": []}
    row = window_facts(general, day)
    lines = [row["hours"]] if row["hours_known"] else []
    lines += [" ".join(row["place"])] if row["place_known"] else []
    phones, line = row["phones"], by_uid.get(settings.UNSURE_LINE_UID)
    if line is not None and not phones:  # until staff have filled in the city's own number
        name = made_printable(line.name)
        phones = [phone_facts(phone) | {"label": name} for phone in line.telephones]
    return {"name": row["name"], "phones": phones, "remarks": lines}


def with_index(data: dict, read: Callable[[list[str]], list[str]]) -> dict:
    """The data with an index of windows and organisations by kana.

    `read` returns the readings of names without an entered reading.
    """
    keys: dict[str, list[str]] = {}
    kana: dict[str, str] = {}
    for row in data["windows"].values():
        for name in {row["name"], row["provider"]} - {""}:
            keys.setdefault(name, []).append(row["key"])
        if row["kana"]:
            kana[row["name"]] = row["kana"]
    unread = sorted(keys.keys() - kana.keys())
    kana |= dict(zip(unread, read(unread), strict=True)) if unread else {}
    entries: dict[str, list[dict]] = {}
    for name in sorted(keys, key=lambda name: (kana_key(kana[name]), name)):
        entry = {"name": name, "windows": keys[name]}
        entries.setdefault(kana_row(kana[name]), []).append(entry)
    order = [row for row in (*ROWS, OTHERS) if row in entries]
    return data | {"index": [{"row": row, "entries": entries[row]} for row in order]}
