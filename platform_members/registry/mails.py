"""Mails about who may act for an organisation."""

from django.utils.translation import gettext as _

from platform_members.models import Invitation, Membership
from platform_members.outbox import address, post


def invited(*, invitation: Invitation, token: str) -> None:
    """The link by which somebody joins an organisation; nobody else may see it."""
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
