"""Addresses of all public pages; each app names its own when it starts."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from django.urls import reverse

from directory.languages.addresses import in_every_language
from directory.languages.cards import CARDS
from directory.models import Category, Edition, Window

_providers: list[Callable[[], Iterable[str]]] = []


def provide(addresses: Callable[[], Iterable[str]]) -> None:
    """Add a function that gives paths of public pages."""
    _providers.append(addresses)


def page_addresses() -> Iterator[str]:
    """The path of every public page but those of windows, without query string, in Japanese."""
    names = ("home-view", "guide-view", "window-list", "errata-list", "card-list", "about-view")
    for name in (*names, "accessibility-view", "data-page", "api-page"):
        yield reverse(f"directory:{name}")
    for code in CARDS:
        yield reverse("directory:card-view", args=[code])
    for category in Category.objects.in_use():
        yield category.get_absolute_url()
    for number in Edition.objects.in_use().values_list("pk", flat=True):
        yield reverse("directory:errata-view", args=[number])
    for addresses in _providers:
        yield from addresses()


def all_addresses() -> Iterator[str]:
    """The path of every page that residents can open, in every language, without query string."""
    numbers = Window.objects.published().values_list("pk", flat=True).iterator()
    windows = (reverse("directory:window-view", args=[number]) for number in numbers)
    for path in chain(page_addresses(), windows):
        yield from in_every_language(path)
