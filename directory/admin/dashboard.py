"""What staff must see to, on admin's start page: each app gives its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import hours_index
from directory.admin.doubts import doubts
from directory.models import Window, day_calendar


class Severity(StrEnum):
    """How much it matters; it orders the rows, and stands beside each in words."""

    URGENT = "urgent"  # residents read something wrong, or soon will
    SOON = "soon"  # somebody waits, or facts grow old
    SOMETIME = "sometime"  # to be tidied up when there is time

    @property
    def label(self) -> str:
        """The word for it."""
        return {"urgent": _("すぐに"), "soon": _("近いうちに"), "sometime": _("手のあいたときに")}[
            self.value
        ]


@dataclass(frozen=True)
class Row:
    """One thing to do: what, how many, and the page on which it is done.

    `count` is None for a sentence that says it all.
    """

    label: str
    count: int | None
    url: str
    severity: Severity


Provider = Callable[[HttpRequest], Iterable[Row]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Let a function add rows to the start page; it leaves out what this person may not see."""
    _providers.append(provider)
    return provider


def rows(request: HttpRequest) -> list[Row]:
    """Everything that is to be done, the urgent first; a row with nothing behind it is left out."""
    found = [row for provider in _providers for row in provider(request) if row.count != 0]
    order = list(Severity)
    return sorted(found, key=lambda row: order.index(row.severity))


@register
def hours_and_holidays(request: HttpRequest) -> Iterable[Row]:
    """The holiday table and the hours that run out, and the dates that are in doubt."""
    if not request.user.has_perm("directory.change_window"):
        return
    now, calendar = timezone.now(), day_calendar()
    for warning in hours_index.warnings(now=now, calendar=calendar):
        yield Row(warning, None, reverse("admin:directory_holiday_changelist"), Severity.URGENT)
    yield Row(
        _("振替の休みを確かめる日"),
        len(doubts(timezone.localdate(now), calendar)),
        reverse("admin:directory_window_hours_doubts"),
        Severity.SOON,
    )


@register
def windows(request: HttpRequest) -> Iterable[Row]:
    """Windows of which something is missing, old or doubtful: one query for all counts."""
    if not request.user.has_perm("directory.view_window"):
        return
    published = Window.objects.published()
    counts = Window.objects.tally(
        phone=published.without_telephone(),
        stale=published.overdue_on(timezone.localdate()),
        doubt=published.in_doubt(),
        hours=published.without_hours(),
        draft=Window.objects.with_status(Window.Status.DRAFT),
        suspended=Window.objects.suspended(),
    )
    address = reverse("admin:directory_window_changelist")
    for name, label, query, severity in (
        ("phone", _("電話番号のない窓口"), "phone_missing=yes", Severity.SOON),
        ("stale", _("確認の期限が過ぎている窓口"), "overdue=yes", Severity.SOON),
        ("doubt", _("はじめのデータに疑問がある窓口"), "in_doubt=yes", Severity.SOON),
        ("hours", _("受付日時が表に入っていない窓口"), "hours_unknown=yes", Severity.SOMETIME),
    ):
        url = f"{address}?status=published&{query}"
        yield Row(label, counts[name], url, severity)
    yield Row(_("下書きの窓口"), counts["draft"], f"{address}?status=draft", Severity.SOMETIME)
    url = f"{address}?status=suspended"
    yield Row(_("休止中の窓口"), counts["suspended"], url, Severity.SOMETIME)
