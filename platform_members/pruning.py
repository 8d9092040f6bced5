"""Personal data whose time is over, one rule a kind (docs/security.md); the night deletes them."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import F, QuerySet
from django.db.models.functions import Lower

from directory.models import AuditEntry, Deed, DeedRow, ImportRun, Task
from platform_members.models import (
    Attempt,
    Invitation,
    MeetingImport,
    MembershipApplication,
    OutgoingMail,
    SheetUpload,
    VerificationRequest,
)

MAILS_KEPT = timedelta(days=180)
INVITATIONS_KEPT = timedelta(days=180)
DECLINED_KEPT = timedelta(days=180)
REQUESTS_KEPT = timedelta(days=731)
PREVIEWS_KEPT = timedelta(days=30)


def _proved_by_former_address(_now: datetime) -> QuerySet:
    own = EmailAddress.objects.annotate(small=Lower("email"), own=Lower("user__email"))
    return own.exclude(small=F("own"))


def _administration_log(now: datetime) -> QuerySet:
    kept = timedelta(days=settings.AUDIT_DAYS)
    return LogEntry.objects.filter(action_time__lt=now - kept)


# What is deleted by each rule; the names stand in docs/security.md.
RULES: dict[str, Callable[[datetime], QuerySet]] = {
    "sessions": lambda now: Session.objects.filter(expire_date__lt=now),
    "attempts": lambda now: Attempt.objects.filter(expires_at__lt=now),
    "audit entries": lambda now: AuditEntry.objects.over(now),
    "admin's own log": _administration_log,
    "mails": lambda now: OutgoingMail.objects.done_before(now - MAILS_KEPT),
    "invitations": lambda now: Invitation.objects.expired_before(now - INVITATIONS_KEPT),
    "declined applications": lambda now: MembershipApplication.objects.declined_before(
        now - DECLINED_KEPT
    ),
    "verification requests": lambda now: VerificationRequest.objects.over_before(
        now - REQUESTS_KEPT
    ),
    "rows of deeds": lambda now: DeedRow.objects.over(now),
    "deeds": lambda now: Deed.objects.over(now),
    "tasks": lambda now: Task.objects.over(now),
    "previews of windows": lambda now: ImportRun.objects.left_lying(at=now),
    "previews of meetings": lambda now: MeetingImport.objects.left_since(now - PREVIEWS_KEPT),
    "previews of sheets": lambda now: SheetUpload.objects.made_before(now - PREVIEWS_KEPT),
    "former addresses": _proved_by_former_address,
    "links of the library": lambda now: EmailConfirmation.objects.all(),
}


def prune(*, now: datetime) -> dict[str, int]:
    """Delete what is over by each rule; return how many rows, by the rule's name."""
    return {name: over(now).delete()[0] for name, over in RULES.items()}
