"""Shared parts of the gap map's pages: years, maps, contents of a cell."""

from collections import defaultdict
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from directory.models import Window
from directory.models.translation import translated, with_translations
from directory.text.numbers import whole_number
from platform_members import fiscal_years
from platform_members.gap_map.counting import GapCell, GapMap, GapRow, gap_map, public_gap_map
from platform_members.gap_map.work import Work, read_work
from platform_members.models import CollectionRound, GapAxis, GapCheck, Organisation, Programme

# Of what a cell holds so many are listed; the rest is counted.
MOST_LISTED = 30

Checks = dict[str, dict[tuple[str, str], GapCheck]]


@dataclass(frozen=True)
class FoundCell:
    """A cell with its row and map."""

    map: GapMap
    row: GapRow
    cell: GapCell


def years_of_staff() -> tuple[list[int], int]:
    """Years with programmes or a round, and the present one, latest first; and the shown one."""
    present = fiscal_years.fiscal_year_of(timezone.localdate())
    there = Programme.objects.in_use().years()
    years = sorted({*there, *CollectionRound.objects.years(), present}, reverse=True)
    return years, there[0] if there else present


def year_of_staff(request) -> tuple[int, list[int]]:
    """The year that staff ask for, of those of which there is a map; and all those."""
    years, first = years_of_staff()
    asked = whole_number(request.GET.get("year"))
    return (asked if asked in years else first), years


def read(year: int) -> tuple[Work, Checks]:
    """All work of a year, and what was checked, by axis and place."""
    present = Organisation.objects.members_on(timezone.localdate())
    checks: Checks = defaultdict(dict)
    for check in GapCheck.objects.standing().in_year(year):
        checks[check.axis][check.category.slug, check.value] = check
    return read_work(Programme.objects.in_use().in_year(year), present), checks


def maps_of_staff(work: Work, checks: Checks) -> list[GapMap]:
    """All maps, of everything."""
    return [gap_map(work, axis, checks[axis]) for axis in GapAxis.values]


def map_of_residents(work: Work, checks: Checks, axis: str) -> GapMap:
    """One map, of what residents may know of; 404 where there is no such axis."""
    title_or_404(axis)
    return public_gap_map(work, axis, checks[axis])


def title_or_404(axis: str) -> str:
    """Title of the map of an axis; 404 for an unknown axis."""
    if axis not in GapAxis.values:
        raise Http404
    return str(GapAxis(axis).label)


def cell_or_404(maps: list[GapMap], axis: str, slug: str, value: str) -> FoundCell:
    """Find a cell by what stands in its address."""
    for each in maps:
        if each.axis == axis and (found := each.find(slug, value)):
            return FoundCell(each, *found)
    raise Http404


def frame_of_maps(year: int, years: list[int]) -> dict:
    """Context of a page with maps: their year."""
    return {
        "years": [(each, fiscal_years.label(each)) for each in years],
        "year": year,
        "year_label": fiscal_years.label(year),
    }


def context_of_cell(found: FoundCell, year: int, list_address: str) -> dict:
    """Context of a cell's page: the first records, and the number of the others."""
    cell = found.cell
    keys = (cell.programmes, cell.windows, cell.organisations)
    windows = with_translations(Window.objects.published())
    return {
        "programmes": _first(Programme.objects.as_collated(), cell.programmes),
        "windows": [translated(window) for window in _first(windows, cell.windows)],
        "organisations": _first(Organisation.objects.all(), cell.organisations),
        "row": found.row,
        "cell": cell,
        "year": year,
        "year_label": fiscal_years.label(year),
        "list_address": list_address,
        "more_count": sum(max(len(each) - MOST_LISTED, 0) for each in keys),
    }


def _first(rows, keys: set[int]) -> list:
    """The first rows of these keys, as many as are listed."""
    return list(rows.in_bulk(sorted(keys)[:MOST_LISTED]).values())
