"""The directory's pages of work, on admin's start page."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.admin import dashboard
from directory.admin.dashboard import StaffPage, Task, add_page, list_page
from directory.admin.windows.call_queue import waiting
from directory.models import (
    Category,
    DangerLine,
    Edition,
    FinderAnswer,
    FinderQuestion,
    Holiday,
    SearchTerm,
    Window,
    YearEnd,
)


@dashboard.register_staff_pages
def directory(request: HttpRequest) -> Iterable[StaffPage]:
    """Windows and what belongs to them, for those whose role opens them."""
    yield from list_page(request, Window, Task.FIX)
    yield from add_page(request, Window, Task.FIX, _("窓口を加える"))
    if request.user.has_perm("directory.change_window"):
        url = reverse("admin:directory_window_import")
        yield StaffPage(_("Excelで直す"), url, task=Task.FIX)
        url = reverse("admin:directory_window_changelist") + "?status=published"
        label = _("窓口を選んで、臨時の休みを入れる")
        yield StaffPage(label, url, task=Task.CLOSURES)
        yield StaffPage(
            _("電話で確かめる"),
            reverse("admin:directory_window_calls"),
            _("かける窓口"),
            waiting(now=timezone.now(), by=request.user),
            Task.CONFIRM,
        )
    yield from list_page(request, Category, Task.FIX)
    yield from list_page(request, SearchTerm, Task.FIX)
    yield from list_page(request, DangerLine, Task.FIX)
    yield from list_page(request, FinderQuestion, Task.FIX)
    yield from list_page(request, FinderAnswer, Task.FIX)
    yield from list_page(request, Holiday, Task.CLOSURES)
    yield from list_page(request, YearEnd, Task.CLOSURES)
    yield from list_page(request, Edition, Task.BOOKLET)
    yield from add_page(request, Edition, Task.BOOKLET, _("冊子の版をつくる"))
