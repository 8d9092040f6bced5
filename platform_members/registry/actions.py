"""Operations of memberships: invite, accept, change role, remove."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import AuditEntry
from platform_members.models import Invitation, Membership, Organisation, User
from platform_members.registry.mails import invited


class InvitationUnusable(Exception):
    """Refusal: the link was used, withdrawn or replaced, or its organisation has left."""


class LastEditor(Exception):
    """Refusal: the organisation would have no editor."""


@transaction.atomic
def invite(*, organisation: Organisation, email: str, role: str, by: User) -> Invitation:
    """Invite a person by mail; earlier links to the same address stop working."""
    now = timezone.now()
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # one invitation at a time
    for earlier in organisation.invitations.open().to(email):
        earlier.withdraw(at=now, by=by)
        earlier.save()
    invitation, token = Invitation.new(
        at=now, organisation=organisation, email=email, role=role, made_by=by
    )
    invitation.save()
    _record(invitation, _("招待しました。"), by)
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
    _record(invitation, _("招待を取り消しました。"), by)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User) -> Membership:
    """Let a person with an account join; an existing role is never lowered.

    Raises InvitationUnusable, with nothing changed.
    """
    invitation = _locked(invitation)
    now = timezone.now()
    is_theirs = by.email.lower() == invitation.email.lower() and by.has_proved_address
    if not (is_theirs and invitation.is_usable(now)):
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
    _record(invitation, _("招待を承諾しました。"), by)
    return membership


@transaction.atomic
def join_with_new_account(*, invitation: Invitation, name: str, password: str) -> Membership:
    """Make the account of an invited person, and let them join.

    Raises InvitationUnusable, with nothing changed.
    """
    invitation = _locked(invitation)
    if User.objects.with_address(invitation.email).exists():
        raise InvitationUnusable
    user = User.objects.create_user(invitation.email, password, name=name)
    # The link proves that the person reads the mail of this address.
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
    """Change a member's role. Raises LastEditor as `remove_member` does."""
    membership = _locked(membership)
    if role != Membership.Role.EDITOR:
        _hand_over(membership, successor, even_the_last)
    membership.role = role
    membership.save()


@transaction.atomic
def remove_member(
    *, membership: Membership, successor: Membership | None = None, even_the_last: bool = False
) -> None:
    """Remove a membership; a successor becomes an editor in the same transaction.

    Raises LastEditor when no editor would remain, unless the clerk has agreed to that.
    """
    membership = _locked(membership)
    _hand_over(membership, successor, even_the_last)
    membership.delete()


def _hand_over(membership: Membership, successor: Membership | None, even_the_last: bool) -> None:
    """Make a successor editor. Raises LastEditor where no editor would remain, unless agreed."""
    if successor is not None:
        for other in membership.possible_successors.filter(pk=successor.pk):
            other.role = Membership.Role.EDITOR
            other.save()
    if membership.is_last_editor and not even_the_last:
        raise LastEditor


def _record(invitation: Invitation, what: str, by: User) -> None:
    AuditEntry.objects.record(AuditEntry.Kind.INVITATION, what, by=by, about=invitation)


def _locked(row):
    """Row as it is now, with its organisation locked."""
    Organisation.objects.select_for_update().get(pk=row.organisation_id)
    return type(row).objects.select_related("organisation").get(pk=row.pk)
