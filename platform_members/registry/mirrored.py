"""Public pages of the platform, for the mirror."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from platform_members.models import GapMapDecision, Organisation


def addresses() -> Iterator[str]:
    """The paths of the list of members, of each member, and of the gap map when one is open."""
    yield reverse("platform_members:organisation-list")
    for organisation in Organisation.objects.published().members_on(timezone.localdate()):
        yield organisation.get_absolute_url()
    if GapMapDecision.objects.public_maps():
        yield reverse("platform_members:public-gap-list")
