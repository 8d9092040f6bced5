"""Filters of the list of windows that follow a rule of the domain."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.admin.question_filter import question_filter
from directory.facts.readers import MAY_READ_ALL, readable
from directory.models import Window, WindowTally
from directory.models.window_queryset import WindowQuerySet

MOST_PROVIDERS = 30
# With more windows their organisations are not counted, as that would read them all.
MOST_GROUPED = 10_000
# Beside the values of `Window.Status`: what an undone import has left behind.
UNDONE = "undone"
COUNTS = "counts_of_windows"  # where a request keeps them


def count_kept(request: HttpRequest) -> dict[str, int]:
    """How many windows there are of each status, known for one request.

    Those that an undone import had made are retired, and not counted.
    """
    counts = getattr(request, COUNTS, None)
    if counts is None:
        counts = WindowTally.objects.by_status()
        undone = Window.objects.of_undone_imports().count()
        counts[UNDONE] = undone
        counts[Window.Status.RETIRED] = counts.get(Window.Status.RETIRED, 0) - undone
        setattr(request, COUNTS, counts)
    return counts


def number_kept(request: HttpRequest) -> int:
    """How many windows the list has where nothing is chosen."""
    counts = count_kept(request)
    return sum(counts.values()) - counts[UNDONE]


class StatusFilter(admin.SimpleListFilter):
    """Windows of one status, each status with how many there are."""

    title = _("状態")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        counts = count_kept(request)
        undone = counts[UNDONE]
        found = [
            (value, f"{label}（{counts.get(value, 0)}）") for value, label in Window.Status.choices
        ]
        label = _("取り消した取り込みの窓口")
        return [*found, (UNDONE, f"{label}（{undone}）")] if undone else found

    def queryset(self, request, queryset):
        if self.value() == UNDONE:
            return queryset.of_undone_imports()
        return queryset.with_status(self.value()) if self.value() else queryset


class ProviderFilter(admin.SimpleListFilter):
    """Windows of one organisation; those that run most windows are offered.

    In a large directory none is offered: the search box finds them all by name.
    """

    title = _("運営")
    parameter_name = "provider"

    def lookups(self, request, model_admin):
        if number_kept(request) > MOST_GROUPED:
            return [(self.value(), self.value())] if self.value() else []
        reads_all = request.user.has_perm(MAY_READ_ALL)
        windows = readable(Window.objects.all(), reads_all=reads_all)
        providers = windows.largest_providers(MOST_PROVIDERS)
        return [(name, f"{name}（{count}）") for name, count in providers]

    def queryset(self, request, queryset):
        return queryset.run_by(self.value()) if self.value() else queryset


class ReservationFilter(admin.SimpleListFilter):
    """Windows by whether one must make an appointment, as their own pages say it."""

    title = _("予約")
    parameter_name = "reservation"

    def lookups(self, request, model_admin):
        return Window.Reservation.choices

    def queryset(self, request, queryset):
        chosen = self.value() in Window.Reservation.values
        return queryset.by_reservation(self.value()) if chosen else queryset


LIST_FILTERS: tuple[type[admin.ListFilter] | str, ...] = (
    StatusFilter,
    question_filter(
        _("確認の期限"),
        "overdue",
        _("期限が過ぎている"),
        lambda windows: windows.overdue_on(timezone.localdate()),
    ),
    question_filter(
        _("受付日時"), "hours_unknown", _("表に入っていない"), WindowQuerySet.without_hours
    ),
    question_filter(
        _("電話番号"), "phone_missing", _("入っていない"), WindowQuerySet.without_telephone
    ),
    question_filter(
        _("はじめのデータの疑問"),
        "in_doubt",
        _("職員メモがあり、まだ確認していない"),
        WindowQuerySet.in_doubt,
    ),
    "categories",
    ReservationFilter,
    "urgent",
    "confidential_location",
    ProviderFilter,
)
