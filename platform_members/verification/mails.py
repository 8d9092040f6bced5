"""Mails about whether a window's facts are still true."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from platform_members.models import OutgoingMail, VerificationRequest
from platform_members.outbox import address as page
from platform_members.outbox import post
from platform_members.verification.due import shown_facts


def facts_asked(
    *, address: str, links: list[tuple[VerificationRequest, str]], now: datetime
) -> OutgoingMail:
    """One mail to one person: a request with its link's secret for each window to confirm.

    A single window stands in it with its facts as residents read them; several are listed.
    """
    windows = [
        {"window": request.window, "link": page("platform_members:verification-answer", token)}
        for request, token in links
    ]
    [(first, _token), *more] = links
    about = _("%(count)d件の窓口") % {"count": len(links)} if more else str(first.window)
    [mail] = post(
        "facts_asked",
        to=[address],
        subject=_("窓口の内容の確認のお願い（%(about)s）") % {"about": about},
        template="facts_asked_of_several" if more else "facts_asked",
        confidential=True,
        request=first,
        window=first.window,
        facts=shown_facts(first.window, now),
        link=windows[0]["link"],
        windows=windows,
    )
    return mail


def changes_told(*, request: VerificationRequest) -> None:
    """Mail to the welfare centre: a contact has reported changes."""
    post(
        "changes_told",
        to=[settings.STAFF_EMAIL],
        subject=_("「変更があります」との返事がありました（%(window)s）")
        % {"window": request.window},
        request=request,
        window=request.window,
        link=page("admin:platform_members_verificationrequest_change", request.pk),
    )
