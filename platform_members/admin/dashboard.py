"""Rows of admin's start page about organisations."""

from collections.abc import Iterable
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.admin import dashboard
from directory.admin.dashboard import DashboardRow, Severity, Task, UnlessLarge
from platform_members.models import (
    ListingUpdate,
    MembershipApplication,
    OutgoingMail,
    Subscription,
    VerificationRequest,
)
from platform_members.permissions import May
from platform_members.verification.due import windows_without_recipient


@dashboard.register(May.SEE_TO_VERIFICATIONS)
def answers_to_requests() -> Iterable[DashboardRow]:
    """Rows about contacts' answers, and windows without an address to ask."""
    address = reverse("admin:platform_members_verificationrequest_changelist")
    waiting = VerificationRequest.objects.needing_staff()
    yield DashboardRow(_("確認の依頼への返事"), waiting, address, Severity.SOON, Task.CONFIRM)
    without = UnlessLarge(partial(windows_without_recipient, timezone.now()))
    url = reverse("admin:platform_members_verificationrequest_nobody_to_ask")
    label = _("確認の依頼を送る宛先のない窓口")
    yield DashboardRow(label, without, url, Severity.SOMETIME, Task.CONFIRM)


@dashboard.register(May.REVIEW)
def updates() -> Iterable[DashboardRow]:
    """Row about changes that members propose."""
    waiting = ListingUpdate.objects.waiting()
    address = reverse("platform_members:review-list")
    yield DashboardRow(_("団体からの変更案"), waiting, address, Severity.SOON, Task.REVIEW)


@dashboard.register(May.DECIDE_APPLICATIONS)
def applications() -> Iterable[DashboardRow]:
    """Row about organisations that have asked to join."""
    address = reverse("admin:platform_members_membershipapplication_changelist")
    waiting = MembershipApplication.objects.waiting()
    yield DashboardRow(_("加入の申し込み"), waiting, address, Severity.SOON, Task.REVIEW)


@dashboard.register(May.KEEP_PORTALS)
def portals() -> Iterable[DashboardRow]:
    """Row about other portals that do not answer, or answer what cannot be taken."""
    address = reverse("admin:platform_members_subscription_changelist")
    faulty = Subscription.objects.with_faults()
    yield DashboardRow(
        _("返事を受け取れない、ほかのポータル"), faulty, address, Severity.SOON, Task.FIX
    )


@dashboard.register(May.SEE_TO_MAILS)
def mails() -> Iterable[DashboardRow]:
    """Row about mails that no server has taken yet."""
    address = reverse("admin:platform_members_outgoingmail_changelist")
    unsent = OutgoingMail.objects.unsent()
    yield DashboardRow(_("まだ送れていないメール"), unsent, address, Severity.SOON, Task.PEOPLE)
