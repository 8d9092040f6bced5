"""What only those read who may change windows: notes among staff, places that are confidential."""

from collections.abc import Mapping

from directory.facts.diff import Change
from directory.models import Window
from directory.models.window_queryset import WindowQuerySet

MAY_READ_ALL = "directory.change_window"
FOR_CLERKS = frozenset({"note", "verification_email"})
PLACE = frozenset({"address", "place_note", "latitude", "longitude"})


def readable(windows: WindowQuerySet, *, reads_all: bool) -> WindowQuerySet:
    """The windows that a person of the staff reads: drafts are for those who may change them."""
    return windows if reads_all else windows.exclude(status=Window.Status.DRAFT)


def hidden(is_confidential: bool) -> frozenset[str]:
    """Names of the facts that others do not read."""
    return FOR_CLERKS | PLACE if is_confidential else FOR_CLERKS


def for_readers(facts: Mapping) -> dict:
    """Facts with blanks for what others do not read."""
    kept = hidden(facts["confidential_location"])
    return {
        name: (None if name in ("latitude", "longitude") else "") if name in kept else value
        for name, value in facts.items()
    }


def shown_changes(changes: list[Change], is_confidential: bool) -> list[Change]:
    """Differences that others may read, of versions of which one may be confidential."""
    touched = is_confidential or any(each.name == "confidential_location" for each in changes)
    return [each for each in changes if each.name not in hidden(touched)]
