"""Operations of applications to join: apply, accept, decline."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import AuditEntry
from platform_members.joining.mails import (
    application_accepted,
    application_arrived,
    application_declined,
)
from platform_members.models import Membership, MembershipApplication, Organisation, User
from platform_members.registry.actions import invite

COPIED = ("name", "kana", "kind", "activities", "areas", "website")


class AlreadyDecided(Exception):
    """Refusal: another clerk has decided already."""


@transaction.atomic
def apply(*, application: MembershipApplication) -> None:
    """Save a sound application and mail the staff; a repeated one changes nothing."""
    MembershipApplication.objects.bulk_create([application], ignore_conflicts=True)
    waiting = MembershipApplication.objects.waiting().same_as(application).get()
    if waiting.made_at == application.made_at:
        application_arrived(application=waiting)


@transaction.atomic
def accept_application(*, application: MembershipApplication, by: User) -> Organisation:
    """Make the organisation, not yet public, and invite its contact person as editor.

    Raises AlreadyDecided; ValidationError when the organisation cannot be made, for example
    because one of that name is there.
    """
    application = _waiting(application)
    organisation = Organisation(
        **{field: getattr(application, field) for field in COPIED},
        platform_contact=f"{application.contact_person} {application.phone}",
        platform_email=application.email,
        joined_on=timezone.localdate(),
    )
    organisation.full_clean()
    organisation.save()
    application.accept(organisation=organisation, at=timezone.now(), by=by)
    application.save()
    application_accepted(application=application)
    _record(application, _("承認しました。"), by)
    invite(organisation=organisation, email=application.email, role=Membership.Role.EDITOR, by=by)
    return organisation


@transaction.atomic
def decline_application(*, application: MembershipApplication, reason: str, by: User) -> None:
    """Turn an application down and tell the organisation why. Raises AlreadyDecided."""
    application = _waiting(application)
    application.decline(reason=reason, at=timezone.now(), by=by)
    application.save()
    application_declined(application=application)
    _record(application, _("見送りました。"), by)


def _record(application: MembershipApplication, what: str, by: User) -> None:
    AuditEntry.objects.record(AuditEntry.Kind.APPLICATION, what, by=by, about=application)


def _waiting(application: MembershipApplication) -> MembershipApplication:
    """Application that waits, locked. Raises AlreadyDecided."""
    waiting = MembershipApplication.objects.waiting().select_for_update()
    row = waiting.filter(pk=application.pk).first()
    if row is None:
        raise AlreadyDecided
    return row
