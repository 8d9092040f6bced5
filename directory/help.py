"""Whom to turn to at once: shown on every page, on error pages too."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db import DatabaseError

from directory.models import Window

LAST_KNOWN = "directory.help.last_known"


@dataclass(frozen=True)
class Help:
    """The windows that answer round the clock, and the one for everybody who is unsure."""

    urgent: list[Window]
    general: Window | None


def read_help() -> Help:
    """Return whom to turn to now, in two queries.

    When the database does not answer, what this process read last is better than nothing:
    an error page must still carry the lines that save lives.
    """
    try:
        windows = list(Window.objects.published().for_help())
    except DatabaseError:
        return cache.get(LAST_KNOWN, Help(urgent=[], general=None))
    found = Help(
        urgent=[window for window in windows if window.urgent],
        general=next((window for window in windows if window.is_general), None),
    )
    cache.set(LAST_KNOWN, found, timeout=None)
    return found
