"""Operation of members on their organisation: public at once, the staff are told by mail."""

from django.db import transaction

from platform_members.listings.actions import guards
from platform_members.listings.mails import organisation_changed
from platform_members.models import Organisation, User

# Name, kind, part in the platform and membership are the staff's.
EDITABLE = ("kana", "activities", "areas", "small_steps", "phone", "email", "website")


@transaction.atomic
def edit_organisation(*, organisation: Organisation, said: dict, by: User) -> bool:
    """Change the public description of an organisation and mail the staff; False without a change.

    `said` holds the fields of EDITABLE, checked by a form that has locked the row.
    """
    guards.hold(organisation)
    guards.refuse_strangers(organisation, by)
    organisation = Organisation.objects.get(pk=organisation.pk)
    changed = [name for name in EDITABLE if getattr(organisation, name) != said[name]]
    if not changed:
        return False
    for name in changed:
        setattr(organisation, name, said[name])
    organisation.save(update_fields=changed)
    organisation_changed(organisation=organisation, names=changed, by=by)
    return True
