"""Published reports among the files of open data."""

from collections.abc import Iterator

from django.urls import reverse

from campaigns.files.tables import FILES
from campaigns.models import Campaign
from campaigns.public.views import FILE_ADDRESSES
from directory.api.files.datasets import Elsewhere


def reports() -> Iterator[Elsewhere]:
    """Each published campaign with its files."""
    for campaign in Campaign.objects.published():
        files = [
            (str(FILES[name].label), reverse(address, args=[campaign.pk]))
            for name, address in FILE_ADDRESSES.items()
        ]
        yield Elsewhere(str(campaign), files)
