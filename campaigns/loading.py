"""Loading campaigns from `fixtures/campaigns.json`: all of it or nothing."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, MediumResult
from directory.loading import DamagedFixture


@transaction.atomic
def load_campaigns(file: Path) -> int:
    """Add the campaigns whose `uid` the database does not have, published; return how many.

    What is there already stays as it is. Raises DamagedFixture, with nothing added, when any row
    is unsound.
    """
    known = {str(uid) for uid in Campaign.objects.values_list("uid", flat=True)}
    added = 0
    for number, row in enumerate(_rows(file), start=1):
        try:
            if row["uid"] not in known:
                _add(dict(row))
                added += 1
        except ValidationError as error:
            field, messages = next(iter(error.message_dict.items()))
            raise DamagedFixture(
                f"{file.name}, row {number}, field {field}: {messages[0]}"
            ) from error
        except (KeyError, TypeError, AttributeError) as error:
            raise DamagedFixture(
                f"{file.name}, row {number}: has the wrong form ({error})."
            ) from error
    return added


def _rows(file: Path) -> list[dict]:
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DamagedFixture(f"{file.name}: cannot be read ({error}).") from error
    if not isinstance(rows, list):
        raise DamagedFixture(f"{file.name}: must be a list of rows.")
    return rows


def _add(row: dict) -> None:
    results = row.pop("results", [])
    campaign = Campaign(**row)
    campaign.publish(at=timezone.now(), by=None)
    campaign.full_clean()
    campaign.save()
    for order, result in enumerate(results, start=1):
        medium = MediumResult(campaign=campaign, order=order, **result)
        medium.full_clean()
        medium.save()
