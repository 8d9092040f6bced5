"""Public pages of campaigns, for the mirror."""

from collections.abc import Iterator

from django.urls import reverse

from campaigns.models import Campaign


def addresses() -> Iterator[str]:
    """The paths of the list of reports and of each published report."""
    yield reverse("campaigns:campaign-list")
    for campaign in Campaign.objects.published():
        yield campaign.get_absolute_url()
