"""The desk's pages for staff, on admin's start page."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.admin import dashboard
from directory.admin.dashboard import StaffPage
from platform_members.desk.frame import may_look_on
from platform_members.models import ListingUpdate, Meeting, Programme, RoundAnswer
from platform_members.permissions import May


@dashboard.register_staff_pages
def desk(request: HttpRequest) -> Iterable[StaffPage]:
    """Review, rounds, the gap map and meetings, for those whose role opens them."""
    user = request.user
    if may_look_on(user):
        waiting = ListingUpdate.objects.waiting()
        url = reverse("platform_members:review-list")
        yield StaffPage(_("審査"), url, _("確認待ちの変更案"), waiting)
    if user.has_perm(May.SEE_PROGRAMMES):
        unanswered = RoundAnswer.objects.in_open_rounds().waiting()
        url = reverse("platform_members:round-list")
        yield StaffPage(_("照会"), url, _("未回答の課・団体"), unanswered)
        uncategorised = Programme.objects.uncategorised().not_frozen()
        url = reverse("platform_members:gap-list")
        yield StaffPage(_("支援の地図"), url, _("分野が決まっていない事業"), uncategorised)
    if user.has_perm(May.SEE_MEETINGS):
        upcoming = Meeting.objects.upcoming_on(timezone.localdate())
        yield StaffPage(
            _("会議"), reverse("platform_members:meeting-list"), _("これからの会議"), upcoming
        )
