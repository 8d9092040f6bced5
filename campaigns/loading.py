"""Loading of `fixtures/campaigns.json`: all campaigns or none."""

from pathlib import Path

from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, MediumResult
from directory.loading import checked, load_rows


def load_campaigns(folder: Path) -> int:
    """Add campaigns whose `uid` is not in the database, published; the number added.

    What is there already stays as it is. Raises `directory.loading.DamagedFixture`, with nothing
    added, when any row is unsound.
    """
    with transaction.atomic():
        return load_rows(folder / "campaigns.json", "uid", Campaign, _add_campaign)


def _add_campaign(row: dict) -> None:
    results = row.pop("results", [])
    campaign = checked(Campaign, **row)
    campaign.publish(at=timezone.now(), by=None)
    campaign.save()
    for order, result in enumerate(results, start=1):
        checked(MediumResult, campaign=campaign, order=order, **result).save()
