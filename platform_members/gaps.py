"""The gap map: what is done in which category, and above all what nobody does.

Pure but for `read_work`, which asks the database a constant number of times. A map has a row for
each category, and one for whatever belongs to none yet; its columns are kinds of support or the
small steps. In a cell stand

- programmes of the year in that category: of that kind, or run by or with somebody who offers
  that step;
- organisations: those that run or share such a programme, and those that work on that kind, or
  offer that step, and look after a window in that category;
- windows in that category that such a programme names, or that such an organisation looks after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from directory.exchange.cells import shown
from directory.models import Category, Window
from platform_members.models import Listing, Programme, SmallStep

KINDS, STEPS = "kinds", "steps"
AXES = {KINDS: Programme.Kind, STEPS: SmallStep}
# The row of what belongs to no category yet.
NONE = "none"
NO_CATEGORY = _("分野が決まっていないもの")


@dataclass(frozen=True)
class Doer:
    """What the map needs of an organisation."""

    areas: frozenset[str]
    steps: frozenset[str]


@dataclass
class Work:
    """All that the map is made of, as keys: read once, counted many times."""

    categories: list[tuple[str, str]]  # slug and name
    programmes: list[tuple[int, str, int]] = field(default_factory=list)  # key, kind, in charge
    partners: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    programme_categories: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    programme_windows: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    window_categories: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    doers: dict[int, Doer] = field(default_factory=dict)
    looked_after: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


@dataclass
class Cell:
    """What there is of one category and one kind or step, as keys."""

    value: str
    label: str
    programmes: set[int] = field(default_factory=set)
    windows: set[int] = field(default_factory=set)
    organisations: set[int] = field(default_factory=set)

    @property
    def is_empty(self) -> bool:
        """Whether nobody does anything there."""
        return not (self.programmes or self.windows or self.organisations)


@dataclass(frozen=True)
class Row:
    """One category, with a cell for each kind or step."""

    slug: str
    name: str
    cells: list[Cell]

    @property
    def is_category(self) -> bool:
        """Whether nothing in one of its cells is a gap."""
        return self.slug != NONE


@dataclass(frozen=True)
class GapMap:
    """One map: the headings of its columns, and its rows."""

    axis: str
    headings: list[str]
    rows: list[Row]

    @property
    def empty_count(self) -> int:
        """How many cells of real categories are empty."""
        return sum(cell.is_empty for row in self.rows if row.is_category for cell in row.cells)

    def cell(self, slug: str, value: str) -> tuple[Row, Cell] | None:
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


def read_work(programmes, organisations) -> Work:
    """Read what the map is made of, of these programmes and organisations, in seven queries."""
    work = Work(list(Category.objects.values_list("slug", "name")))
    work.programmes = list(programmes.values_list("pk", "kind", "organisation_id"))
    names = programmes.values("pk").order_by()
    slugs = Programme.categories.through.objects.filter(programme__in=names)
    _gather(work.programme_categories, slugs.values_list("programme_id", "category__slug"))
    others = Programme.partners.through.objects.filter(programme__in=names)
    _gather(work.partners, others.values_list("programme_id", "organisation_id"))
    windows = Window.objects.published()
    _gather(work.window_categories, windows.values_list("pk", "categories__slug"))
    named = Programme.windows.through.objects.filter(programme__in=names)
    _gather(work.programme_windows, named.values_list("programme_id", "window_id"))
    for key, areas, steps in organisations.values_list("pk", "areas", "small_steps"):
        work.doers[key] = Doer(frozenset(areas), frozenset(steps))
    _gather(work.looked_after, Listing.objects.values_list("organisation_id", "window_id"))
    return work


def gap_map(work: Work, axis: str) -> GapMap:
    """Count the work by category and by kind of support or small step."""
    values = AXES[axis]
    rows = [
        Row(slug, str(name), [Cell(each.value, str(each.label)) for each in values])
        for slug, name in [*work.categories, (NONE, NO_CATEGORY)]
    ]
    cells = {(row.slug, cell.value): cell for row in rows for cell in row.cells}
    for key, kind, in_charge in work.programmes:
        involved = ({in_charge} | work.partners.get(key, set())) & work.doers.keys()
        offering = {kind: involved} if axis == KINDS else _by_step(work, involved)
        for slug in work.programme_categories.get(key) or {NONE}:
            for value, doers in offering.items():
                if cell := cells.get((slug, value)):
                    cell.programmes.add(key)
                    cell.organisations |= doers
                    cell.windows |= _windows_in(work, work.programme_windows.get(key, ()), slug)
    for key, doer in work.doers.items():
        _add_windows(work, cells, key, doer.areas if axis == KINDS else doer.steps)
    return GapMap(axis, [str(each.label) for each in values], rows)


def _by_step(work: Work, organisations: Iterable[int]) -> dict[str, set[int]]:
    steps: dict[str, set[int]] = defaultdict(set)
    for key in organisations:
        for step in work.doers[key].steps:
            steps[step].add(key)
    return steps


def _add_windows(work: Work, cells: dict, organisation: int, values: Iterable[str]) -> None:
    """Put an organisation where its windows are; one without any into the last row."""
    windows = work.looked_after.get(organisation, set()) & work.window_categories.keys()
    slugs = {slug for window in windows for slug in work.window_categories[window]}
    for value in values:
        for slug in slugs or {NONE}:
            cell = cells[slug, value]
            cell.organisations.add(organisation)
            cell.windows |= _windows_in(work, windows, slug)


def _windows_in(work: Work, windows: Iterable[int], slug: str) -> set[int]:
    return {window for window in windows if slug in work.window_categories.get(window, ())}


def _gather(into: dict, pairs: Iterable[tuple]) -> None:
    for key, value in pairs:
        if value is not None:
            into[key].add(value)


def table_of(found: GapMap) -> list[list]:
    """The map as rows for Excel: three counts a cell."""
    kinds_of_count = (_("事業"), _("窓口"), _("団体"))
    headings = [f"{heading}（{what}）" for heading in found.headings for what in kinds_of_count]
    return [
        [str(_("分野")), *headings],
        *(
            [
                shown(row.name),
                *(
                    len(keys)
                    for cell in row.cells
                    for keys in (cell.programmes, cell.windows, cell.organisations)
                ),
            ]
            for row in found.rows
        ),
    ]
