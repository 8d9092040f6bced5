"""Gap map: records of each category, cells without records, and checked cells.

Pure: `gap_work` reads what is counted here. A map has a row for each category, and one for what
belongs to none yet; its columns are kinds of support or the small steps. Each row counts all
published windows of its category, and the organisations that look after one or run or share a
programme there. In a cell stand

- programmes of the year in that category: of that kind, or run by or with an organisation that
  offers that step;
- organisations: those that run or share such a programme, and those that work on that kind, or
  offer that step, and look after a window in that category;
- windows in that category that such a programme names, or that such an organisation looks after.

A cell in which nothing stands is *unknown*: nothing was recorded, which does not mean that nothing
is done. Only where staff have asked and found nothing is it known that there is none.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.spreadsheets.cells import guarded
from platform_members.gap_map.work import Work
from platform_members.models import GapAxis, GapCheck, Programme, SmallStep

COLUMNS: dict[GapAxis, type[models.TextChoices]] = {
    GapAxis.KINDS: Programme.Kind,
    GapAxis.STEPS: SmallStep,
}
# The row of what belongs to no category yet.
NONE = "none"
NO_CATEGORY = _("分野が決まっていないもの")

# Where a cell stands: the category's slug, and the kind or step.
Place = tuple[str, str]


class State(StrEnum):
    """State of a cell."""

    RECORDED = "recorded"
    CHECKED = "checked"  # staff asked, and there is none
    UNKNOWN = "unknown"  # nothing is recorded


@dataclass
class GapCell:
    """Cell: records of one category and one kind or step, as keys."""

    value: str
    label: str
    check: GapCheck | None = None
    programmes: set[int] = field(default_factory=set)
    windows: set[int] = field(default_factory=set)
    organisations: set[int] = field(default_factory=set)

    @property
    def state(self) -> State:
        """A record counts for more than an older check; without either nothing is known."""
        if self.programmes or self.windows or self.organisations:
            return State.RECORDED
        return State.CHECKED if self.check else State.UNKNOWN

    @property
    def state_label(self) -> str | Promise:
        """Label of the state."""
        return {
            State.RECORDED: _("記録あり"),
            State.CHECKED: _("確かめて、なし"),
            State.UNKNOWN: _("記録なし"),
        }[self.state]


@dataclass(frozen=True)
class GapRow:
    """Row: a category with its published windows, its organisations, and a cell a column."""

    slug: str
    name: str
    window_count: int
    cells: list[GapCell]
    organisations: set[int] = field(default_factory=set)

    @property
    def is_category(self) -> bool:
        """Whether it is a category, and not what belongs to none."""
        return self.slug != NONE


@dataclass(frozen=True)
class GapMap:
    """One map: the headings of its columns, its rows, and how many programmes stand nowhere."""

    axis: str
    headings: list[str]
    rows: list[GapRow]
    left_out_count: int

    @property
    def title(self) -> str:
        """Title of the map."""
        return str(GapAxis(self.axis).label)

    @property
    def cell_count(self) -> int:
        """How many cells belong to categories."""
        return len(self._states)

    @property
    def unknown_count(self) -> int:
        """In how many cells of categories nothing is recorded."""
        return self._states.count(State.UNKNOWN)

    @property
    def checked_count(self) -> int:
        """Of how many cells of categories it is known that there is none."""
        return self._states.count(State.CHECKED)

    @property
    def is_mostly_unknown(self) -> bool:
        """Whether it would tell residents nothing of at least half of its cells."""
        return self.unknown_count * 2 >= self.cell_count

    @property
    def _states(self) -> list[State]:
        return [cell.state for row in self.rows if row.is_category for cell in row.cells]

    @property
    def fingerprint(self) -> str:
        """A short text that differs when the map shows something else."""
        shows = [
            (
                row.slug,
                row.name,
                row.window_count,
                len(row.organisations),
                cell.state,
                *counts_of(cell),
            )
            for row in self.rows
            for cell in row.cells
        ]
        return hashlib.sha256(repr((shows, self.left_out_count)).encode()).hexdigest()[:16]

    def find(self, slug: str, value: str) -> tuple[GapRow, GapCell] | None:
        """Find a cell, and its row, by what stands in its address."""
        return next(
            (
                (row, cell)
                for row in self.rows
                for cell in row.cells
                if (row.slug, cell.value) == (slug, value)
            ),
            None,
        )


def counts_of(cell: GapCell) -> tuple[int, int, int]:
    """Numbers of programmes, windows and organisations in a cell."""
    return len(cell.programmes), len(cell.windows), len(cell.organisations)


def gap_map(work: Work, axis: str, checks: Mapping[Place, GapCheck] | None = None) -> GapMap:
    """Count the work by category and by kind of support or small step."""
    values = COLUMNS[GapAxis(axis)]
    rows = [
        GapRow(
            slug,
            gettext(str(name)),
            work.window_counts.get(slug, 0),
            [
                GapCell(each.value, str(each.label), (checks or {}).get((slug, each.value)))
                for each in values
            ],
        )
        for slug, name in [*work.categories, (NONE, NO_CATEGORY)]
    ]
    _count_rows(work, rows)
    cells = {(row.slug, cell.value): cell for row in rows for cell in row.cells}
    for key, task in work.programmes.items():
        involved = work.involved(key)
        offering = {task.kind: involved} if axis == GapAxis.KINDS else _by_step(work, involved)
        for slug in work.programme_categories.get(key) or {NONE}:
            for value, doers in offering.items():
                if cell := cells.get((slug, value)):
                    cell.programmes.add(key)
                    cell.organisations |= doers
                    cell.windows |= _windows_in(work.programme_windows.get(key, ()), slug)
    for key, doer in work.doers.items():
        _add_windows(work, cells, key, doer.areas if axis == GapAxis.KINDS else doer.steps)
    counted = set().union(*(cell.programmes for cell in cells.values()))
    headings = [str(each.label) for each in values]
    return GapMap(axis, headings, rows, len(work.programmes.keys() - counted))


def public_gap_map(work: Work, axis: str, checks: Mapping[Place, GapCheck]) -> GapMap:
    """The map of what residents may know of.

    "Checked: none" stands only where staff, too, know of nothing: what may not be told is no proof
    that there is none.
    """
    known = gap_map(work, axis, checks)
    standing = {
        (row.slug, cell.value): cell.check
        for row in known.rows
        for cell in row.cells
        if cell.check and cell.state == State.CHECKED
    }
    return gap_map(work.public(), axis, standing)


def _count_rows(work: Work, rows: list[GapRow]) -> None:
    """Put every organisation into the rows in which it looks after a window or does something."""
    by_slug = {row.slug: row.organisations for row in rows}
    for key in work.doers:
        for _window, slug in work.looked_after.get(key, ()):
            if slug in by_slug:
                by_slug[slug].add(key)
    for key in work.programmes:
        for slug in work.programme_categories.get(key) or {NONE}:
            by_slug[slug] |= work.involved(key)


def _by_step(work: Work, organisations: Iterable[int]) -> dict[str, set[int]]:
    steps: dict[str, set[int]] = defaultdict(set)
    for key in organisations:
        for step in work.doers[key].steps:
            steps[step].add(key)
    return steps


def _add_windows(work: Work, cells: dict, organisation: int, values: Iterable[str]) -> None:
    """Put an organisation where its windows are; one without any into the last row."""
    windows = work.looked_after.get(organisation, set())
    for value in values:
        for slug in {slug for _window, slug in windows if slug} or {NONE}:
            cell = cells[slug, value]
            cell.organisations.add(organisation)
            cell.windows |= _windows_in(windows, slug)


def _windows_in(windows: Iterable[tuple], slug: str) -> set[int]:
    return {window for window, its_slug in windows if its_slug == slug}


def table_of(found: GapMap) -> list[list]:
    """The map as rows for Excel: a category's own counts, then a state and three counts a cell."""
    parts = (_("状態"), _("事業"), _("窓口"), _("団体"))
    headings = [f"{heading}（{what}）" for heading in found.headings for what in parts]
    return [
        [str(_("分野")), str(_("分野全体の窓口")), str(_("分野全体の団体")), *headings],
        *(
            [
                guarded(row.name),
                row.window_count,
                len(row.organisations),
                *(
                    value
                    for cell in row.cells
                    for value in (str(cell.state_label), *counts_of(cell))
                ),
            ]
            for row in found.rows
        ),
    ]
