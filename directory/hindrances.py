"""Reasons why a window cannot be confirmed now; each app that knows some registers a provider."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from directory.models import Window

Provider = Callable[[list[int]], dict[int, str]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Register a function from windows' primary keys to sentences for those that must wait."""
    _providers.append(provider)
    return provider


def hindrances(windows: Iterable[Window]) -> dict[int, str]:
    """Reasons why windows cannot be confirmed now, by primary key."""
    keys = [window.pk for window in windows]
    return {key: text for provider in _providers for key, text in provider(keys).items()}
