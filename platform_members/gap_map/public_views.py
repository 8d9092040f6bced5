"""The gap map for residents (/members/gaps/): those maps that staff have opened, and no others."""

from django.http import Http404
from django.shortcuts import render

from directory.public.views import public_page
from directory.text.numbers import whole_number
from platform_members.gap_map import pages
from platform_members.models import GapAxis, GapMapDecision

FRAME = {
    "frame": "platform_members/gap_map/public.html",
    "cell_address": "platform_members:public-gap-view",
}


@public_page(query=("year",))
def public_gap_list(request):
    """The open maps of a year, of what is public."""
    year, opened = _year_or_404(request)
    work, checks = pages.read(year)
    context = {
        **pages.frame_of_maps(year, sorted({each for each, _axis in opened}, reverse=True)),
        **FRAME,
        "maps": [
            pages.map_of_residents(work, checks, axis)
            for axis in GapAxis.values
            if (year, axis) in opened
        ],
        "uncategorised_count": work.public().uncategorised_count,
    }
    return render(request, "platform_members/gap_map/public_map.html", context)


@public_page(query=("year",))
def public_gap_view(request, axis, slug, value):
    """Public records of one cell of an open map."""
    year, opened = _year_or_404(request)
    if (year, axis) not in opened:
        raise Http404
    work, checks = pages.read(year)
    maps = [pages.map_of_residents(work, checks, axis)]
    found = pages.cell_or_404(maps, axis, slug, value)
    context = pages.context_of_cell(found, year, list_address="platform_members:public-gap-list")
    return render(request, "platform_members/gap_map/cell.html", FRAME | context)


def _year_or_404(request) -> tuple[int, set]:
    """The year that an address asks for, else the latest with an open map; and all open maps."""
    opened = GapMapDecision.objects.public_maps()
    if not opened:
        raise Http404
    years = {year for year, _axis in opened}
    asked = whole_number(request.GET.get("year"))
    return (asked if asked in years else max(years)), opened
