"""Permissions that the platform's pages ask for, by what they let a person do."""

from enum import StrEnum


class May(StrEnum):
    """A permission as Django names it; what a role holds stands in `roles`."""

    LOOK_AT_UPDATES = "platform_members.view_listingupdate"
    REVIEW = "platform_members.change_listingupdate"
    SEE_PROGRAMMES = "platform_members.view_programme"
    KEEP_PROGRAMMES = "platform_members.change_programme"
    SEE_MEETINGS = "platform_members.view_meeting"
    KEEP_MEETINGS = "platform_members.change_meeting"
    SEE_VERIFICATIONS = "platform_members.view_verificationrequest"
    SEE_APPLICATIONS = "platform_members.view_membershipapplication"
    SEE_MAILS = "platform_members.view_outgoingmail"
