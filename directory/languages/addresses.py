"""Addresses in each language, and the switch between them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, resolve

from directory.languages import Language, bare, current, offered

_pages: set = set()


class LanguagePrefix:
    """Prefix of the active language in addresses, for reading them and for making them.

    As Django's `LocalePrefixPattern`, which may stand in the portal's own list of addresses only,
    while an app's pages for staff, beside these, have no prefix.
    """

    converters: dict = {}

    @property
    def regex(self) -> re.Pattern:
        """Pattern from which Django makes addresses."""
        return re.compile(re.escape(str(self)))

    def match(self, path: str) -> tuple[str, tuple, dict] | None:
        """The rest of a path, or None for another language's."""
        prefix = str(self)
        return (path.removeprefix(prefix), (), {}) if path.startswith(prefix) else None

    def check(self) -> list:
        """Complaints about the pattern: none."""
        return []

    def describe(self) -> str:
        """Name in messages."""
        return f"'{self}'"

    def __str__(self) -> str:
        return current().prefix


def in_languages(patterns: Iterable[URLPattern]) -> URLResolver:
    """Addresses of pages that are there in every language that is switched on."""
    patterns = list(patterns)
    _pages.update(pattern.callback for pattern in patterns)
    return URLResolver(LanguagePrefix(), patterns)  # type: ignore[arg-type]  # as its own are


def in_every_language(path: str) -> list[str]:
    """Paths of a page by its path in Japanese; this one alone where it is not translated."""
    others = [each.prefix for each in offered() if each.prefix]
    return [path, *(f"/{prefix}{path[1:]}" for prefix in others if resolve(path).func in _pages)]


@dataclass(frozen=True)
class Choice:
    """One language in the switch: the same page in it, or its first page; `query` is kept."""

    language: Language
    page: str
    query: str
    is_current: bool

    @property
    def path(self) -> str:
        """Where it leads."""
        return f"{self.page}?{self.query}" if self.query else self.page


def choices(request: HttpRequest) -> list[Choice]:
    """The switch of a page in several languages, and of one that there is not; no other has it."""
    path, query = "/", ""
    if is_translated(request):
        path, query = bare(request.path), request.META.get("QUERY_STRING", "")
    elif request.resolver_match:
        return []
    return [
        Choice(each, f"/{each.prefix}{path[1:]}", query, each == current()) for each in offered()
    ]


def is_translated(request: HttpRequest) -> bool:
    """Whether the page of a request is there in every language."""
    match = request.resolver_match
    return match is not None and match.func in _pages
