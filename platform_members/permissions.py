"""Permissions that the platform's pages ask for, by what they let a person do."""

from enum import StrEnum

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest


class May(StrEnum):
    """A permission as Django names it; what a role holds stands in `roles`."""

    LOOK_AT_UPDATES = "platform_members.view_listingupdate"
    REVIEW = "platform_members.change_listingupdate"
    SEE_PROGRAMMES = "platform_members.view_programme"
    KEEP_PROGRAMMES = "platform_members.change_programme"
    SEE_MEETINGS = "platform_members.view_meeting"
    KEEP_MEETINGS = "platform_members.change_meeting"
    SEE_TO_VERIFICATIONS = "platform_members.change_verificationrequest"
    DECIDE_APPLICATIONS = "platform_members.change_membershipapplication"
    INVITE = "platform_members.add_user"
    KEEP_PORTALS = "platform_members.change_subscription"
    SEE_TO_MAILS = "platform_members.change_outgoingmail"


def has_proved_factor(request: HttpRequest) -> bool:
    """Whether the person has proved a second factor in this log-in, not only has one."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


def may_publish_at_once(request: HttpRequest) -> bool:
    """Whether a change of this log-in may become public before a reviewer has seen it.

    Where it may not, it waits for review like any other.
    """
    return not settings.MFA_REQUIRED or has_proved_factor(request)
