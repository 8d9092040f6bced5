"""Mail of an invitation."""

from django.utils.translation import gettext as _

from platform_members.models import Invitation, Membership
from platform_members.outbox import address, post


def invited(*, invitation: Invitation, token: str) -> None:
    """Mail with the link of an invitation; confidential."""
    post(
        "invited",
        to=[invitation.email],
        subject=_("%(organisation)s の担当者としてのご招待")
        % {"organisation": invitation.organisation},
        confidential=True,
        invitation=invitation,
        may_edit=invitation.role == Membership.Role.EDITOR,
        link=address("platform_members:invitation-accept", token),
    )
