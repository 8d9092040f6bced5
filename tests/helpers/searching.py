"""Windows that are indexed, and what is found of them."""

from directory.models import Window
from directory.search.find import find
from directory.search.index import index_windows
from tests.factories import WindowFactory


def indexed(**facts) -> Window:
    """A published window that search knows."""
    window = WindowFactory(**facts)
    index_windows([window])
    return window


def found(text, queryset=None):
    """What a resident finds."""
    return find(text, Window.objects.published() if queryset is None else queryset)
