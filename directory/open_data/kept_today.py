"""Values of open data that depend on the catalogue and on the day alone, kept for both."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TypeVar

from django.utils import timezone

from directory import catalogue

Value = TypeVar("Value")


def kept_today(read: Callable[[], Value]) -> Callable[[], Value]:
    """Decorator of a function that reads public content: kept for one version, on one day.

    All threads share the value, so that it must not be changed.
    """
    known: tuple[str, date, Value] | None = None

    @wraps(read)
    def value() -> Value:
        nonlocal known
        version, today = catalogue.version(), timezone.localdate()
        if version is None:
            return read()
        if known is None or known[:2] != (version, today):
            known = (version, today, read())
        return known[2]

    return value
