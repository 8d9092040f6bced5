"""Operations that change more than one row."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import hours_index
from directory.models import HoursException, Window


@transaction.atomic
def add_hours_exception(
    *,
    windows: Iterable[Window],
    first_day: date,
    last_day: date,
    spans: list[list[int]],
    note: str,
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
    hours_index.index_hours(_reread(done), now=timezone.now())
    return done, [window for window in windows if window.pk in taken]


@transaction.atomic
def settle_doubtful_shift(*, window: Window, day: date, closes: bool) -> None:
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
    )


def _reread(windows: list[Window]) -> list[Window]:
    return list(Window.objects.filter(pk__in=[window.pk for window in windows]).with_hours())
