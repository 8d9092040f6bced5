"""Loading the platform's members and work from `fixtures/`: all of it or nothing."""

from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction

from directory.loading import checked, load_rows
from directory.models import Window
from platform_members.models import Listing, Meeting, Organisation, Programme

_Model = TypeVar("_Model", bound=models.Model)


def load_organisations(folder: Path) -> dict[str, int]:
    """Add what `folder` holds and the database does not: listings by window, the rest by uid.

    What is there already stays as it is. Returns how many rows were added, by model name.
    Raises `directory.loading.DamagedFixture`, with nothing added, when any row is unsound.
    """
    with transaction.atomic():
        return {
            "organisation": load_rows(
                folder / "organisations.json", "uid", Organisation, _add_organisation
            ),
            "listing": load_rows(
                folder / "listings.json", "window", Listing, _add_listing, look_up="window__uid"
            ),
            "programme": load_rows(folder / "programmes.json", "uid", Programme, _add_programme),
            "meeting": load_rows(folder / "meetings.json", "uid", Meeting, _add_meeting),
        }


def _add_organisation(row: dict) -> None:
    checked(Organisation, **row).save()


def _add_listing(row: dict) -> None:
    checked(
        Listing,
        **row
        | {
            "window": _named(Window, row, "window"),
            "organisation": _named(Organisation, row, "organisation"),
        },
    ).save()


def _add_programme(row: dict) -> None:
    checked(Programme, **row | {"organisation": _named(Organisation, row, "organisation")}).save()


def _add_meeting(row: dict) -> None:
    uids = row.pop("organisations", [])
    organisations = [_named(Organisation, {"organisations": uid}, "organisations") for uid in uids]
    meeting = checked(Meeting, **row)
    meeting.save()
    meeting.organisations.set(organisations)


def _named(model: type[_Model], row: dict, field: str) -> _Model:
    """Look up what a row names by its uid. Raises ValidationError where there is none."""
    try:
        return model._default_manager.get(uid=row.get(field))
    except (ObjectDoesNotExist, ValidationError) as error:
        raise ValidationError({field: f"{row.get(field)!r} is not in the database."}) from error
