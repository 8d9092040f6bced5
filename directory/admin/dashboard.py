"""Start page of admin: rows of what staff have to do, and pages of work, given by each app."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from django.conf import settings
from django.db.models import Count, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.admin.windows.doubts import doubts
from directory.models import LinkCheck, Window, day_calendar
from directory.open_now import index as hours_index


class Severity(StrEnum):
    """Urgency of a row, which orders the rows and is shown in words."""

    URGENT = "urgent"  # residents read something wrong, or soon will
    SOON = "soon"  # a person waits, or facts grow old
    SOMETIME = "sometime"  # to be tidied up when there is time

    @property
    def label(self) -> str:
        """The word for it."""
        return {"urgent": _("すぐに"), "soon": _("近いうちに"), "sometime": _("手のあいたときに")}[
            self.value
        ]


@dataclass(frozen=True)
class DashboardRow:
    """Row of the start page: a task, the number of cases, and the page on which it is done.

    `count` is a number, the rows of the database that are to be counted, or None for a sentence
    that says it all.
    """

    label: str
    count: int | QuerySet | None
    url: str
    severity: Severity


@dataclass(frozen=True)
class StaffPage:
    """A page outside admin's lists on which staff work, shown whether or not anything waits there.

    `what` names, in words, the `count` rows that wait.
    """

    label: str
    url: str
    what: str
    count: int | QuerySet


Provider = Callable[[], Iterable[DashboardRow]]
_providers: list[tuple[str, Provider]] = []
_page_providers: list[Callable[[HttpRequest], Iterable[StaffPage]]] = []


def register(permission: str) -> Callable[[Provider], Provider]:
    """Decorator of a function that gives rows to people with a permission."""

    def registered(provider: Provider) -> Provider:
        _providers.append((permission, provider))
        return provider

    return registered


def register_staff_pages(provider: Callable[[HttpRequest], Iterable[StaffPage]]):
    """Register a function that gives the pages of work which a person may open."""
    _page_providers.append(provider)
    return provider


def staff_pages(request: HttpRequest) -> list[StaffPage]:
    """The pages on which this person works, with what waits there, counted in one query."""
    return _counted([page for provider in _page_providers for page in provider(request)])


def rows(request: HttpRequest) -> list[DashboardRow]:
    """Rows with a count above zero, the urgent ones first."""
    allowed = [each for permission, each in _providers if request.user.has_perm(permission)]
    given = [row for provider in allowed for row in provider()]
    found = [row for row in _counted(given) if row.count != 0]
    order = list(Severity)
    return sorted(found, key=lambda row: order.index(row.severity))


def _counted(given: list) -> list:
    """Rows or pages with their counts, those of the database in one query."""
    questions = [
        row.count.order_by()
        .annotate(row=Value(number))
        .values("row")
        .annotate(number=Count("pk"))
        .values_list("row", "number")
        for number, row in enumerate(given)
        if isinstance(row.count, QuerySet)
    ]
    numbers = dict(questions[0].union(*questions[1:], all=True)) if questions else {}
    return [
        replace(row, count=numbers.get(number, 0)) if isinstance(row.count, QuerySet) else row
        for number, row in enumerate(given)
    ]


@register("directory.change_window")
def hours_and_holidays() -> Iterable[DashboardRow]:
    """Rows about the holiday table, hours that run out, and dates in doubt."""
    now, calendar = timezone.now(), day_calendar()
    for warning in hours_index.warnings(now=now, calendar=calendar):
        yield DashboardRow(
            warning, None, reverse("admin:directory_holiday_changelist"), Severity.URGENT
        )
    yield DashboardRow(
        _("振替の休みを確かめる日"),
        len(doubts(timezone.localdate(now), calendar)),
        reverse("admin:directory_window_hours_doubts"),
        Severity.SOON,
    )


@register("directory.view_window")
def windows() -> Iterable[DashboardRow]:
    """Rows about windows of which something is missing, old or doubtful."""
    published = Window.objects.published()
    address = reverse("admin:directory_window_changelist")
    for label, found, query, severity in (
        (_("電話番号のない窓口"), published.without_telephone(), "phone_missing", Severity.SOON),
        (
            _("確認の期限が過ぎている窓口"),
            published.overdue_on(timezone.localdate()),
            "overdue",
            Severity.SOON,
        ),
        (_("はじめのデータに疑問がある窓口"), published.in_doubt(), "in_doubt", Severity.SOON),
        (
            _("受付日時が表に入っていない窓口"),
            published.without_hours(),
            "hours_unknown",
            Severity.SOMETIME,
        ),
    ):
        yield DashboardRow(label, found, f"{address}?status=published&{query}=yes", severity)
    today = timezone.localdate()
    yield DashboardRow(
        _("再開する予定の日になった、休止中の窓口"),
        Window.objects.to_reopen_by(today),
        f"{address}?status=suspended&reopens_on__lte={today}",
        Severity.URGENT,
    )
    for label, status in ((_("下書きの窓口"), "draft"), (_("休止中の窓口"), "suspended")):
        found = Window.objects.with_status(status)
        yield DashboardRow(label, found, f"{address}?status={status}", Severity.SOMETIME)


@register("directory.view_window")
def general_window() -> Iterable[DashboardRow]:
    """Row about the window for unsure residents, where it has no telephone number."""
    window = Window.objects.with_uid(settings.GENERAL_WINDOW_UID)
    if window is None or window.status != Window.Status.PUBLISHED:
        label = _("「どこに相談したらよいか迷ったら」の窓口が公開されていません")
    elif not window.telephones:
        label = _("「どこに相談したらよいか迷ったら」の窓口に電話番号がありません")
    else:
        return
    address = reverse("admin:directory_window_changelist")
    if window is not None:
        address = reverse("admin:directory_window_change", args=[window.pk])
    yield DashboardRow(label, None, address, Severity.URGENT)


@register("directory.view_linkcheck")
def broken_links() -> Iterable[DashboardRow]:
    """Rows about websites and mail domains that do not answer, or were not checked."""
    address = f"{reverse('admin:directory_linkcheck_changelist')}?status__exact="
    broken, unknown = LinkCheck.objects.broken(), LinkCheck.objects.not_checked()
    yield DashboardRow(_("つながらないリンク"), broken, f"{address}broken", Severity.SOON)
    label = _("こちらの通信の都合で、確かめられなかったリンク")
    yield DashboardRow(label, unknown, f"{address}not-checked", Severity.SOMETIME)
