"""What members may say of their own organisation: public at once, and the staff are told."""

import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _

from platform_members.actions import guards
from platform_members.mails.updates import organisation_changed
from platform_members.models import Organisation, User

# Name, kind, part in the platform and membership are the staff's.
EDITABLE = ("kana", "activities", "areas", "small_steps", "phone", "email", "website")


def fingerprint(organisation: Organisation) -> str:
    """Tell what an organisation says now from what it said before."""
    said = [getattr(organisation, name) for name in EDITABLE]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@transaction.atomic
def edit_organisation(*, organisation: Organisation, said: dict, seen: str, by: User) -> None:
    """Change what residents read of an organisation, and tell the staff.

    `said` holds the fields of EDITABLE, checked; `seen` is the fingerprint of what the member
    had before them. Raises ChangedMeanwhile.
    """
    guards.hold(organisation)
    guards.refuse_strangers(organisation, by)
    organisation = Organisation.objects.get(pk=organisation.pk)
    if fingerprint(organisation) != seen:
        raise guards.ChangedMeanwhile(
            _(
                "ページをひらいたあとに、ほかの人がこの内容を直しました。"
                "そのままもう一度保存すると、いま入力されている内容に置きかわります。"
            )
        )
    changed = [name for name in EDITABLE if getattr(organisation, name) != said[name]]
    if not changed:
        return
    for name in changed:
        setattr(organisation, name, said[name])
    organisation.save(update_fields=changed)
    organisation_changed(organisation=organisation, names=changed, by=by)
