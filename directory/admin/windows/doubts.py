"""Page of doubtful dates of 「翌平日も休み」, which staff confirm or change."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory import hours
from directory.admin.pages import admin_page, admin_path
from directory.closures import settle_doubtful_shift
from directory.models import Window, day_calendar

DAYS_AHEAD = 180


@dataclass(frozen=True)
class Doubt:
    """Doubtful closing day: the holiday, and the day on which the window closes instead."""

    window: Window
    holiday: date
    closed: date


def doubts(today: date, calendar: hours.DayCalendar | None = None) -> list[Doubt]:
    """Doubtful closing days of the coming half year, earliest first."""
    calendar = calendar or day_calendar()
    last_day = min(today + timedelta(days=DAYS_AHEAD), calendar.covers_until)
    if today < calendar.answers_from:
        return []
    found = [
        Doubt(window, holiday, closed)
        for window in Window.objects.published().with_shifted_closing().with_hours()
        for holiday, closed in hours.doubtful_shifts(window.schedule, calendar, today, last_day)
    ]
    return sorted(found, key=lambda doubt: doubt.closed)


class HoursDoubtsPage(admin.ModelAdmin):
    """Page of the windows' admin for doubtful closing days."""

    def get_urls(self):
        name = "directory_window_hours_doubts"
        return [admin_path(self, "hours-doubts/", self.hours_doubts, name), *super().get_urls()]

    def hours_doubts(self, request):
        """List of doubtful closing days; a POST decides one."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        found = doubts(hours.in_tokyo(timezone.now()).date())
        if request.method == "POST":
            self._settle(request, found)
            return redirect(reverse("admin:directory_window_hours_doubts"))
        title = _("振替の休みの確認")
        return admin_page(self, request, "directory/window/hours_doubts", title, doubts=found)

    def _settle(self, request, found: list[Doubt]) -> None:
        closed = request.POST.get("closed")
        for doubt in found:
            if (
                str(doubt.window.pk) == request.POST.get("window")
                and doubt.closed.isoformat() == closed
            ):
                closes = request.POST.get("decision") == "close"
                settle_doubtful_shift(
                    window=doubt.window, day=doubt.closed, closes=closes, by=request.user
                )
                self.log_change(request, doubt.window, _("振替の休み：%s") % doubt.closed)
                self.message_user(request, _("決めました。"), messages.SUCCESS)
                return
        self.message_user(request, _("その日は、もう決まっています。"), messages.WARNING)
