"""The desk's pages for staff, on admin's start page."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.admin import dashboard
from directory.admin.dashboard import StaffPage, Task, list_page
from platform_members.desk.frame import may_look_on
from platform_members.models import (
    ListingUpdate,
    Meeting,
    MembershipApplication,
    Organisation,
    OutgoingMail,
    Programme,
    RoundAnswer,
    Subscription,
    User,
    VerificationRequest,
)
from platform_members.permissions import May


@dashboard.register_staff_pages
def desk(request: HttpRequest) -> Iterable[StaffPage]:
    """Review, rounds, the gap map and meetings, for those whose role opens them."""
    user = request.user
    if may_look_on(user):
        waiting = ListingUpdate.objects.waiting()
        url = reverse("platform_members:review-list")
        task = Task.REVIEW if user.has_perm(May.REVIEW) else Task.LOOK
        yield StaffPage(_("審査"), url, _("確認待ちの変更案"), waiting, task)
    yield from list_page(request, MembershipApplication, Task.REVIEW)
    yield from list_page(request, Subscription, Task.FIX)
    yield from list_page(request, VerificationRequest, Task.CONFIRM)
    if user.has_perm(May.SEE_PROGRAMMES):
        task = Task.PLATFORM if user.has_perm(May.KEEP_PROGRAMMES) else Task.LOOK
        unanswered = RoundAnswer.objects.in_open_rounds().waiting()
        url = reverse("platform_members:round-list")
        yield StaffPage(_("照会"), url, _("未回答の課・団体"), unanswered, task)
        uncategorised = Programme.objects.in_use().uncategorised().not_frozen()
        url = reverse("platform_members:gap-list")
        yield StaffPage(_("支援の地図"), url, _("分野が決まっていない事業"), uncategorised, task)
    if user.has_perm(May.SEE_MEETINGS):
        task = Task.PLATFORM if user.has_perm(May.KEEP_MEETINGS) else Task.LOOK
        upcoming = Meeting.objects.upcoming_on(timezone.localdate())
        url = reverse("platform_members:meeting-list")
        yield StaffPage(_("会議"), url, _("これからの会議"), upcoming, task)
    yield from list_page(request, Organisation, Task.PLATFORM)
    yield from list_page(request, User, Task.PEOPLE)
    if user.has_perm(May.INVITE):
        url = reverse("admin:platform_members_user_invite")
        yield StaffPage(_("同僚を招く"), url, task=Task.PEOPLE)
    yield from list_page(request, OutgoingMail, Task.PEOPLE)
