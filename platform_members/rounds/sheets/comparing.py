"""Comparison of an uploaded sheet with programmes, column by column. Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from directory.text.folding import lookup_key
from platform_members.models import Programme
from platform_members.rounds.sheets.found import SheetRow
from platform_members.rounds.sheets.layout import CHOICES


@dataclass(frozen=True)
class ComparedCell:
    """One column of a row: what the portal holds and what the sheet says, in words."""

    label: str
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        """Whether the two differ."""
        return self.old != self.new


@dataclass(frozen=True)
class ComparedRow:
    """One row, the programme that it replaces if there is one, and every column of it."""

    row: SheetRow
    programme: Programme | None
    cells: list[ComparedCell]

    @property
    def is_new(self) -> bool:
        """Whether there is no such programme yet."""
        return self.programme is None

    @property
    def is_changed(self) -> bool:
        """Whether a programme that is there would be another one."""
        return not self.is_new and any(cell.is_changed for cell in self.cells)


def compare(rows: Iterable[SheetRow], programmes: Iterable[Programme]) -> list[ComparedRow]:
    """Compare rows with the programmes that are there.

    A name that is only spaced otherwise is the same name: the row takes over the spelling that
    is there. A column that a sheet does not have stays as it is.
    """
    there = {
        (each.organisation_id, lookup_key(each.name), lookup_key(each.npo_name)): each
        for each in programmes
    }
    compared = []
    for row in rows:
        programme = there.get(row.key)
        if programme:
            row.values["name"], row.values["npo_name"] = programme.name, programme.npo_name
        cells = [
            ComparedCell(
                str(field.verbose_name),
                display_value(field.name, getattr(programme, field.name)) if programme else "",
                display_value(field.name, row.values[field.name]),
            )
            for field in Programme._meta.fields
            if field.name in row.values
        ]
        told = [cell for cell in cells if cell.old or cell.new]
        compared.append(ComparedRow(row, programme, told))
    return compared


def fingerprint(compared: Iterable[ComparedRow]) -> str:
    """A text that is another one as soon as any programme to be replaced has changed."""
    seen = [each.programme and (each.programme.pk, each.programme.revision) for each in compared]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def display_value(name: str, value: str) -> str:
    """A column's stored value as people read it."""
    return str(dict(CHOICES[name].choices).get(value, "")) if name in CHOICES else value
