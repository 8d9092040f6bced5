"""Start page of admin, by task: what staff have to do and where, given by each app."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from django.conf import settings
from django.contrib import admin
from django.db.models import Model, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.admin.windows.doubts import doubts
from directory.models import LinkCheck, Window, WindowTally, day_calendar
from directory.open_now import index as hours_index

# Of more rows than this the page says only that there are more.
MOST_COUNTED = 100
# In a directory of more windows, those that no index finds are not counted.
MOST_READ = 10_000


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


class Task(StrEnum):
    """A task of staff, under which rows and pages stand on the start page, in this order."""

    FIX = "fix"
    CLOSURES = "closures"
    CONFIRM = "confirm"
    REVIEW = "review"
    BOOKLET = "booklet"
    PLATFORM = "platform"
    PUBLICITY = "publicity"
    PEOPLE = "people"
    LOOK = "look"

    @property
    def label(self) -> str:
        """The heading."""
        return {
            "fix": _("直す"),
            "closures": _("休みを入れる"),
            "confirm": _("確かめる"),
            "review": _("審査"),
            "booklet": _("冊子"),
            "platform": _("照会・会議・支援の地図"),
            "publicity": _("広報"),
            "people": _("利用者"),
            "look": _("見る"),
        }[self.value]


@dataclass(frozen=True)
class UnlessLarge:
    """A count that only a reading of all windows gives: asked for in a small directory."""

    ask: Callable[[], int | QuerySet]


Counted = int | QuerySet | list[QuerySet] | UnlessLarge | None


class InWords:
    """Base of what has a `count`."""

    count: Counted

    @property
    def count_words(self) -> str:
        """The number in words, which was counted up to one more than MOST_COUNTED; "" for none."""
        if not isinstance(self.count, int):
            return ""
        if self.count > MOST_COUNTED:
            return _("%d件以上") % MOST_COUNTED
        return _("%d件") % self.count


@dataclass(frozen=True)
class DashboardRow(InWords):
    """Row of the start page: something that waits, how often, and the page on which it is done.

    `count` is a number, the rows of the database that are to be counted (in one queryset or in
    several without a row in common), or None where it says all without a number.
    """

    label: str
    count: Counted
    url: str
    severity: Severity
    task: Task = Task.FIX


@dataclass(frozen=True)
class StaffPage(InWords):
    """A page on which staff work, shown whether or not anything waits there.

    `what` names, in words, the `count` rows that wait; both are left out of a page that is only
    a way.
    """

    label: str
    url: str
    what: str = ""
    count: Counted = None
    task: Task = Task.PLATFORM


@dataclass(frozen=True)
class TaskCard:
    """A task with what waits and where it is done."""

    task: Task
    rows: list[DashboardRow]
    pages: list[StaffPage]


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


def cards(rows: list[DashboardRow], pages: list[StaffPage]) -> list[TaskCard]:
    """The tasks of a person, each with its rows and pages; a task without either is not theirs."""
    found = [
        TaskCard(
            task,
            [row for row in rows if row.task == task],
            [page for page in pages if page.task == task],
        )
        for task in Task
    ]
    return [card for card in found if card.rows or card.pages]


def list_page(request: HttpRequest, model: type[Model], task: Task) -> list[StaffPage]:
    """The list of a model as a page of work; of those who may only read it, to look at."""
    model_admin = admin.site.get_model_admin(model)
    if not model_admin.has_view_or_change_permission(request):
        return []
    if not (model_admin.has_change_permission(request) or model_admin.has_add_permission(request)):
        task = Task.LOOK
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return [StaffPage(str(model._meta.verbose_name_plural), url, task=task)]


def add_page(request: HttpRequest, model: type[Model], task: Task, label: str) -> list[StaffPage]:
    """The form of a new row as a page of work, for those who may add one."""
    if not admin.site.get_model_admin(model).has_add_permission(request):
        return []
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    return [StaffPage(label, url, task=task)]


def _is_large() -> bool:
    """Whether there are so many windows that what has no index is not counted."""
    return WindowTally.objects.of_category(None).total() > MOST_READ


def _counted(given: list) -> list:
    """Rows or pages with their counts, those of the database in one query.

    Not more than one beyond MOST_COUNTED is read of each, so that a large directory costs no more.
    """
    if any(isinstance(each.count, UnlessLarge) for each in given):
        given = _settled(given, _is_large())
    questions = [
        _each_once(rows)
        .annotate(row=Value(number))
        .values_list("row", flat=True)[: MOST_COUNTED + 1]
        for number, each in enumerate(given)
        for rows in _querysets(each.count)
    ]
    numbers = Counter(questions[0].union(*questions[1:], all=True) if questions else ())
    return [
        replace(each, count=numbers[number]) if _querysets(each.count) else each
        for number, each in enumerate(given)
    ]


def _settled(given: list, is_large: bool) -> list:
    """Rows or pages that are counted only in a small directory, counted or not."""
    return [
        replace(each, count=None if is_large else each.count.ask())
        if isinstance(each.count, UnlessLarge)
        else each
        for each in given
    ]


def _each_once(rows: QuerySet) -> QuerySet:
    """The same rows for counting: with DISTINCT, all that give one number would be one row."""
    if rows.query.distinct:
        return rows.model._base_manager.filter(pk__in=rows.order_by().values("pk"))
    return rows.order_by()


def _querysets(count: Counted) -> list[QuerySet]:
    if isinstance(count, QuerySet):
        return [count]
    return count if isinstance(count, list) else []


@register("directory.change_window")
def hours_and_holidays() -> Iterable[DashboardRow]:
    """Rows about the holiday table, hours that run out, and dates in doubt."""
    now, calendar = timezone.now(), day_calendar()
    for warning in hours_index.warnings(now=now, calendar=calendar):
        yield DashboardRow(
            warning,
            None,
            reverse("admin:directory_holiday_changelist"),
            Severity.URGENT,
            Task.CLOSURES,
        )
    yield DashboardRow(
        _("振替の休みを確かめる日"),
        UnlessLarge(lambda: len(doubts(timezone.localdate(now), calendar))),
        reverse("admin:directory_window_hours_doubts"),
        Severity.SOON,
        Task.CLOSURES,
    )


@register("directory.change_window")
def windows() -> Iterable[DashboardRow]:
    """Rows about windows of which something is missing, old or doubtful."""
    published = Window.objects.published()
    address = reverse("admin:directory_window_changelist")
    questions: tuple[tuple[str, Counted, str, Severity, Task], ...] = (
        (
            _("電話番号のない窓口"),
            UnlessLarge(published.without_telephone),
            "phone_missing",
            Severity.SOON,
            Task.FIX,
        ),
        (
            _("確認の期限が過ぎている窓口"),
            published.overdue_on(timezone.localdate()),
            "overdue",
            Severity.SOON,
            Task.CONFIRM,
        ),
        (
            _("はじめのデータに疑問がある窓口"),
            published.in_doubt(),
            "in_doubt",
            Severity.SOON,
            Task.CONFIRM,
        ),
        (
            _("受付日時が表に入っていない窓口"),
            [published.without_any_hours(), published.with_days_off_alone()],
            "hours_unknown",
            Severity.SOMETIME,
            Task.FIX,
        ),
    )
    for label, count, query, severity, task in questions:
        yield DashboardRow(label, count, f"{address}?status=published&{query}=yes", severity, task)
    today = timezone.localdate()
    yield DashboardRow(
        _("再開する予定の日になった、休止中の窓口"),
        Window.objects.to_reopen_by(today),
        f"{address}?status=suspended&reopens_on__lte={today}",
        Severity.URGENT,
        Task.FIX,
    )
    for label, status in ((_("下書きの窓口"), "draft"), (_("休止中の窓口"), "suspended")):
        found = Window.objects.with_status(status)
        yield DashboardRow(label, found, f"{address}?status={status}", Severity.SOMETIME)


@register("directory.change_window")
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


@register("directory.change_window")
def broken_links() -> Iterable[DashboardRow]:
    """Rows about websites and mail domains that do not answer, or were not checked."""
    address = f"{reverse('admin:directory_linkcheck_changelist')}?status__exact="
    broken, unknown = LinkCheck.objects.broken(), LinkCheck.objects.not_checked()
    yield DashboardRow(_("つながらないリンク"), broken, f"{address}broken", Severity.SOON)
    label = _("こちらの通信の都合で、確かめられなかったリンク")
    yield DashboardRow(label, unknown, f"{address}not-checked", Severity.SOMETIME)
