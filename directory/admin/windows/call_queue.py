"""Queue of windows to be rung for confirmation: which comes next, and who has it in hand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.hindrances import hindrances
from directory.models import Call, DangerLine, Window
from directory.models.call import AGAIN_AFTER
from directory.models.window_queryset import WindowQuerySet
from directory.text.days import day_words

# A sheet and a list have so many windows: more than an afternoon.
MOST_LISTED = 30
# So many are looked at to find those that need not wait for a reviewer.
LOOKED_AT = 200
# Of more windows than this a page says only that there are more.
MOST_COUNTED = 100


def waiting(*, now: datetime, by) -> WindowQuerySet:
    """Windows that are due and have a number, without those that this person leaves alone now."""
    due = Window.objects.published().overdue_on(timezone.localdate(now)).with_telephone()
    return due.not_named_by(Call.objects.keeping_away(now, by))


def queue(*, now: datetime, by) -> list[Window]:
    """The most urgent windows, in the order in which they are rung, with all that pages show.

    Lines of the danger notice, unknown hours, doubtful data, then the oldest confirmation. Left out
    are those that must wait for a reviewer. Each tier is read by its own index.
    """
    windows = waiting(now=now, by=by)
    tiers = (
        windows.named_by(DangerLine.objects.all()),
        windows.without_any_hours(),
        windows.in_doubt(),
        windows,
    )
    keys: dict[int, None] = {}
    for tier in tiers:
        if len(keys) < LOOKED_AT:
            keys |= dict.fromkeys(tier.by_age().values_list("pk", flat=True)[:LOOKED_AT])
    hindered = hindrances([Window(pk=key) for key in keys])
    free = [key for key in keys if key not in hindered]
    return list(Window.objects.in_this_order(free[:MOST_LISTED]).for_reading())


def windows_in_danger_notice() -> set[int]:
    """Primary keys of the windows to which the danger notice sends residents."""
    return set(DangerLine.objects.values_list("window", flat=True))


def how_many_wait(*, now: datetime, by) -> int:
    """How many windows wait, counted up to one more than MOST_COUNTED."""
    return waiting(now=now, by=by).values("pk")[: MOST_COUNTED + 1].count()


def reasons(window: Window, in_danger_notice: set[int]) -> list[str]:
    """Why a window stands where it does in the queue, in words."""
    found = []
    if window.pk in in_danger_notice:
        found.append(_("緊急の知らせに出る窓口です。"))
    if not window.hours_rules.all():
        found.append(_("受付日時がわかっていません。"))
    if window.verified_on is None:
        found.append(_("まだ一度も確かめていません。"))
    else:
        text = _("最後に確かめたのは%sです。")
        found.append(text % day_words(window.verified_on))
    return found


def take_next(*, by) -> Window | None:
    """Take the most urgent window that is in no hand; None where none is left."""
    now = timezone.now()
    for window in queue(now=now, by=by):
        if take(window=window, by=by):
            return window
    return None


@transaction.atomic
def take(*, window: Window, by) -> Call | None:
    """Take a window in hand, and lay down others; None where a colleague has it.

    A colleague's call of long ago is taken over.
    """
    now = timezone.now()
    Window.objects.select_for_update(of=("self",), no_key=True).get(pk=window.pk)
    if Call.objects.about(window).in_hand_at(now).of_others(by).exists():
        return None
    Call.objects.of_person(by).delete()
    call, _is_new = Call.objects.update_or_create(
        window=window, again_at=None, defaults={"by": by, "at": now}
    )
    return call


def in_hand_of_another(window: Window, *, by) -> Call | None:
    """The call that a colleague is making to a window, if any."""
    calls = Call.objects.about(window).in_hand_at(timezone.now()).of_others(by)
    return calls.select_related("by").first()


@transaction.atomic
def put_off(*, window: Window, by, note: str) -> Call:
    """Note a call without an answer: the window comes back after a while."""
    now = timezone.now()
    Window.objects.select_for_update(of=("self",), no_key=True).get(pk=window.pk)
    Call.objects.of_person(by).about(window).delete()
    return Call.objects.create(window=window, by=by, at=now, again_at=now + AGAIN_AFTER, note=note)


def lay_down(*, window: Window, by) -> None:
    """End the call in hand: the window is confirmed, or for another day."""
    Call.objects.of_person(by).about(window).delete()
