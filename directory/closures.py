"""Closures and other hours of single days, entered for one window or several."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from directory.changes import windows_saved
from directory.models import HoursException, Window, WindowVersion


@transaction.atomic
def add_hours_exception(
    *,
    windows: Iterable[Window],
    first_day: date,
    last_day: date,
    spans: list[list[int]],
    note: str,
    by,
) -> tuple[list[Window], list[Window]]:
    """Enter the same days off (or other hours) for several windows.

    Returns the windows that got them, and those that have an exception on one of these days
    already, which are left as they are.
    """
    windows = list(windows)
    taken = set(
        HoursException.objects.filter(
            window__in=windows, first_day__lte=last_day, last_day__gte=first_day
        ).values_list("window", flat=True)
    )
    done = [window for window in windows if window.pk not in taken]
    HoursException.objects.bulk_create(
        HoursException(
            window=window, first_day=first_day, last_day=last_day, spans=spans, note=note
        )
        for window in done
    )
    windows_saved(windows=done, by=by, how=WindowVersion.How.EXCEPTION, comment=note)
    return done, [window for window in windows if window.pk in taken]


@transaction.atomic
def settle_doubtful_shift(*, window: Window, day: date, closes: bool, by) -> None:
    """Enter what staff decided for a day that would be closed in a holiday's stead.

    Either way an exception stands on the day afterwards: closed, or the day's usual hours.
    """
    usual = [[rule.opens, rule.closes] for rule in window.hours_rules.all() if rule.falls_on(day)]
    add_hours_exception(
        windows=[window],
        first_day=day,
        last_day=day,
        spans=[] if closes else usual,
        note=_("祝日の振替") if closes else "",
        by=by,
    )
