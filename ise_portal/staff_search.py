"""Search of the staff's start page: windows, organisations and people, by name or number."""

import re
from dataclasses import dataclass, replace

from django.contrib import admin
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from directory.models import Window
from directory.text.folding import HIRAGANA_OF, compatible, lookup_key
from platform_members.models import Organisation, User

MOST_SHOWN = 20
LONGEST = 200
SHORTEST_NUMBER = 3  # digits: fewer are in half of all numbers
_JOINING = re.compile(r"[-‐‑‒–—―−ー()\s]")


@dataclass(frozen=True)
class Found:
    """One thing that was found: text, address, and its numbers with where each is mended."""

    words: str
    url: str
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Kind:
    """What was found of one kind: its name, the things, the list that shows all."""

    label: str
    rows: list[Found]
    all_url: str
    has_more: bool


def search(request: HttpRequest):
    """Page of what was found, by kind; of each kind what the person may see."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    kinds = [_windows(request, text), _organisations(request, text), _people(request, text)]
    context = {
        **admin.site.each_context(request),
        "title": _("さがす"),
        "q": text,
        "kinds": [kind for kind in kinds if kind and kind.rows] if text else [],
    }
    return render(request, "admin/search.html", context)


def _windows(request, text: str) -> Kind | None:
    """Windows of every status, as admin's list finds them."""
    model_admin = admin.site.get_model_admin(Window)
    if not text or not model_admin.has_view_or_change_permission(request):
        return None
    windows = model_admin.get_queryset(request)
    found, _has_twins = model_admin.get_search_results(request, windows, text)
    shown = list(found.prefetch_related("phones")[: MOST_SHOWN + 1])
    kind = _kind(Window, [(window.name_with_status, window.pk) for window in shown], text)
    if not model_admin.has_change_permission(request):
        return kind
    pairs = zip(kind.rows, shown, strict=False)
    return replace(kind, rows=[replace(row, numbers=_numbers(row, each)) for row, each in pairs])


def _numbers(row: Found, window: Window) -> tuple[tuple[str, str], ...]:
    """A window's numbers, each with the address of its box in the form."""
    return tuple(
        (phone.printed, f"{row.url}#id_phones-{place}-printed")
        for place, phone in enumerate(window.phones.all())
    )


def _organisations(request, text: str) -> Kind | None:
    """Organisations by name, reading or number."""
    if not admin.site.get_model_admin(Organisation).has_view_or_change_permission(request):
        return None
    columns = ("pk", "name", "kana", "phone", "platform_contact")
    rows = Organisation.objects.order_by("kana", "pk").values_list(*columns)
    return _kind(Organisation, [(row[1], row[0]) for row in rows if _says(row[1:], text)], text)


def _people(request, text: str) -> Kind | None:
    """People by name or address."""
    if not admin.site.get_model_admin(User).has_view_or_change_permission(request):
        return None
    rows = User.objects.order_by("name", "pk").values_list("pk", "name", "email")
    found = [(f"{name}（{email}）", key) for key, name, email in rows if _says((name, email), text)]
    return _kind(User, found, text)


def _kind(model, rows: list[tuple[str, int]], text: str) -> Kind:
    place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    return Kind(
        str(model._meta.verbose_name),
        [Found(words, reverse(f"{place}_change", args=[key])) for words, key in rows[:MOST_SHOWN]],
        f"{reverse(f'{place}_changelist')}?{urlencode({'q': text})}",
        len(rows) > MOST_SHOWN,
    )


def _says(said: tuple[str, ...], text: str) -> bool:
    """Whether one of some texts holds what was typed, in any letters and with any hyphens."""
    asked = _key(text)
    if asked and any(asked in _key(each) for each in said):
        return True
    digits = _JOINING.sub("", compatible(text))
    is_number = digits.isdecimal() and len(digits) >= SHORTEST_NUMBER
    return is_number and any(digits in _JOINING.sub("", compatible(each)) for each in said)


def _key(text: str) -> str:
    return lookup_key(text).translate(HIRAGANA_OF)
