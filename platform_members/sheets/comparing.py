"""What the rows of an uploaded sheet would change. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from platform_members.models import Programme
from platform_members.sheets.layout import folded
from platform_members.sheets.reading import FIELDS, SheetRow


@dataclass(frozen=True)
class Compared:
    """One row, and what becomes of it."""

    row: SheetRow
    is_new: bool
    changed: list[str]  # the headings of what would be replaced


def compare(rows: Iterable[SheetRow], programmes: Iterable[Programme]) -> list[Compared]:
    """Compare rows with the programmes that are there.

    A name that is only spaced otherwise is the same name: the row takes over the spelling that
    is there.
    """
    there = {
        (each.organisation_id, folded(each.name), folded(each.npo_name)): each
        for each in programmes
    }
    compared = []
    for row in rows:
        programme = there.get(row.key)
        if programme:
            row.values["name"], row.values["npo_name"] = programme.name, programme.npo_name
        changed = [
            str(Programme._meta.get_field(name).verbose_name)
            for name in FIELDS
            if programme and getattr(programme, name) != row.values[name]
        ]
        compared.append(Compared(row, programme is None, changed))
    return compared
