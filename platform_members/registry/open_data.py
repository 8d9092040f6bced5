"""Organisations of the register for open data (HSDS)."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from directory.open_data.hsds.identities import part_id
from platform_members.models import Organisation


def organisations() -> Iterator[dict]:
    """HSDS objects: all ids with their names, and what residents may read today of each."""
    public = Organisation.objects.published().members_on(timezone.localdate())
    shown = set(public.values_list("pk", flat=True))
    for organisation in Organisation.objects.all():
        uid = str(organisation.uid)
        known = {"id": uid, "name": organisation.name}
        yield known | (_told(organisation, uid) if organisation.pk in shown else {})


def _told(organisation: Organisation, uid: str) -> dict:
    kind = _("%(kind)s。") % {"kind": organisation.get_kind_display()}
    number = {
        "id": part_id(uid, "phone", organisation.phone),
        "organization_id": uid,
        "number": organisation.phone,
        "type": "voice",
    }
    told = {
        "description": organisation.activities or kind,
        "email": organisation.email,
        "website": organisation.website,
        "phones": [number] if organisation.phone else [],
    }
    return {name: value for name, value in told.items() if value}
