"""Inviting people into an organisation, and letting them go."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from platform_members.models import Invitation, Membership, Organisation, User
from platform_members.registry.mails import invited


class InvitationUnusable(Exception):
    """The link has been used, withdrawn or replaced meanwhile, or its organisation has left."""


class LastEditor(Exception):
    """Nobody could edit for the organisation any more."""


@transaction.atomic
def invite(*, organisation: Organisation, email: str, role: str, by: User) -> Invitation:
    """Send somebody a link into an organisation; earlier links to the same address die."""
    now = timezone.now()
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # one invitation at a time
    for earlier in organisation.invitations.open().to(email):
        earlier.withdraw(at=now, by=by)
        earlier.save()
    invitation, token = Invitation.new(
        at=now, organisation=organisation, email=email, role=role, made_by=by
    )
    invitation.save()
    invited(invitation=invitation, token=token)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> None:
    """Make a link useless. Raises InvitationUnusable when it is no longer open."""
    invitation = _locked(invitation)
    if invitation.status != Invitation.Status.OPEN:
        raise InvitationUnusable
    invitation.withdraw(at=timezone.now(), by=by)
    invitation.save()


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User) -> Membership:
    """Let somebody with an account join; nobody loses a right by it.

    Raises InvitationUnusable, with nothing changed.
    """
    invitation = _locked(invitation)
    now = timezone.now()
    if not invitation.is_usable(now) or by.email.lower() != invitation.email.lower():
        raise InvitationUnusable
    membership, is_new = Membership.objects.get_or_create(
        user=by,
        organisation=invitation.organisation,
        defaults={"role": invitation.role, "made_by": invitation.made_by},
    )
    if not is_new and invitation.role == Membership.Role.EDITOR:
        membership.role = Membership.Role.EDITOR
        membership.save()
    invitation.accept(at=now, by=by)
    invitation.save()
    return membership


@transaction.atomic
def join_with_new_account(*, invitation: Invitation, name: str, password: str) -> Membership:
    """Make the account of somebody invited, and let them join.

    Raises InvitationUnusable, with nothing changed.
    """
    invitation = _locked(invitation)
    if User.objects.with_address(invitation.email).exists():
        raise InvitationUnusable
    user = User.objects.create_user(invitation.email, password, name=name)
    # Whoever holds the link reads the mail of this address.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return accept_invitation(invitation=invitation, by=user)


@transaction.atomic
def change_role(
    *,
    membership: Membership,
    role: str,
    successor: Membership | None = None,
    even_the_last: bool = False,
) -> None:
    """Let a member edit, or only look. Raises LastEditor as `remove_member` does."""
    membership = _locked(membership)
    if role != Membership.Role.EDITOR:
        _hand_over(membership, successor, even_the_last)
    membership.role = role
    membership.save()


@transaction.atomic
def remove_member(
    *, membership: Membership, successor: Membership | None = None, even_the_last: bool = False
) -> None:
    """Let somebody leave an organisation; a successor becomes an editor in the same breath.

    Raises LastEditor when nobody could edit afterwards, unless the clerk has said yes to it.
    """
    membership = _locked(membership)
    _hand_over(membership, successor, even_the_last)
    membership.delete()


def _hand_over(membership: Membership, successor: Membership | None, even_the_last: bool) -> None:
    """Let a successor edit; refuse where nobody could edit afterwards and nobody agreed to it."""
    if successor is not None:
        others = membership.possible_successors.filter(pk=successor.pk)
        others.update(role=Membership.Role.EDITOR)
    if membership.is_last_editor and not even_the_last:
        raise LastEditor


def _locked(row):
    """Read a row anew and hold its organisation, so that two clerks cannot act at once."""
    Organisation.objects.select_for_update().get(pk=row.organisation_id)
    return type(row).objects.select_related("organisation").get(pk=row.pk)
