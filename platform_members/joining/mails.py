"""Mails about organisations that ask to join."""

from django.conf import settings
from django.utils.translation import gettext as _

from platform_members.models import MembershipApplication
from platform_members.outbox import address, post


def application_arrived(*, application: MembershipApplication) -> None:
    """Mail to the welfare centre: an organisation wants to join."""
    post(
        "application_arrived",
        to=[settings.STAFF_EMAIL],
        subject=_("加入の申し込みがありました（%(name)s）") % {"name": application},
        application=application,
        link=address("admin:platform_members_membershipapplication_change", application.pk),
    )


def application_declined(*, application: MembershipApplication) -> None:
    """Mail to the organisation: declined, with the reason."""
    post(
        "application_declined",
        to=[application.email],
        subject=_("加入のお申し込みについて"),
        application=application,
    )


def application_accepted(*, application: MembershipApplication) -> None:
    """Mail to the organisation: accepted; the invitation is a mail of its own."""
    post(
        "application_accepted",
        to=[application.email],
        subject=_("加入を承認しました"),
        application=application,
    )
