"""How many windows lists show, without reading the windows."""

from collections.abc import Collection
from datetime import datetime

from directory.models import Category, Window, WindowTally
from directory.models.window_queryset import patterns_answering_at


def count_listed(
    category: Category | None = None,
    *,
    open_at: datetime | None = None,
    keeping: Collection[str] | None = None,
) -> int:
    """How many windows the list of all shows, or that of a category.

    Or how many of these answer at a moment, or keep one of some patterns of hours. In a category
    the general window is not counted, as its list does not show it. Raises BeyondHorizon.
    """
    tally = WindowTally.objects.published().of_category(category.pk if category else None)
    windows = Window.objects.published()
    patterns = keeping if open_at is None else patterns_answering_at(open_at)
    if patterns is not None:
        tally, windows = tally.keeping(patterns), windows.keeping(patterns)
    return tally.total(without=windows.general().in_category(category) if category else None)
