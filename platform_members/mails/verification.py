"""Mails about whether a window's facts are still true."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from platform_members.mails.posting import address, post
from platform_members.models import OutgoingMail, VerificationRequest
from platform_members.verification import shown_facts


def facts_asked(*, request: VerificationRequest, token: str, now: datetime) -> OutgoingMail:
    """The facts as residents read them, and the link by which the contact answers."""
    [mail] = post(
        kind="facts_asked",
        to=[request.email],
        subject=_("窓口の内容の確認のお願い（%(window)s）") % {"window": request.window},
        template="facts_asked",
        context={
            "request": request,
            "window": request.window,
            "facts": shown_facts(request.window, now),
            "link": address("platform_members:verification-answer", token),
        },
        confidential=True,
    )
    return mail


def changes_told(*, request: VerificationRequest) -> None:
    """The welfare centre learns what has changed at a window."""
    post(
        kind="changes_told",
        to=[settings.STAFF_EMAIL],
        subject=_("「変更があります」との返事がありました（%(window)s）")
        % {"window": request.window},
        template="changes_told",
        context={
            "request": request,
            "window": request.window,
            "link": address("admin:platform_members_verificationrequest_change", request.pk),
        },
    )
