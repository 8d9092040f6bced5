"""The gap map: for staff at the desk (/desk/gaps/), for everybody when staff say so."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory.models import Window
from directory.views import public_page
from platform_members import fiscal_years
from platform_members.actions.programmes import STAFF
from platform_members.desk_page import show
from platform_members.gaps import AXES, KINDS, STEPS, gap_map, read_work, table_of
from platform_members.models import GapMapDecision, Organisation, Programme
from platform_members.round_views import excel, year_in
from platform_members.sheets import writing
from platform_members.staff_page import clerk_page, staff_page


@staff_page("programme")
@require_safe
def gap_list(request):
    """Both maps of a year, for staff."""
    context = {
        **_maps(request, Programme.objects.all(), _members()),
        "is_public": GapMapDecision.objects.is_public(),
        "may_publish": request.user.has_perm(STAFF),
        "frame": "platform_members/desk/base.html",
        "cell_address": "platform_members:gap-view",
        "list_address": "platform_members:gap-list",
    }
    return show(request, "gaps/map", context)


@staff_page("programme")
@require_safe
def gap_view(request, axis, slug, value):
    """What is in one cell, for staff."""
    context = {
        **_cell(request, Programme.objects.all(), _members(), axis, slug, value),
        "frame": "platform_members/desk/base.html",
        "list_address": "platform_members:gap-list",
    }
    return show(request, "gaps/cell", context)


@staff_page("programme")
@require_safe
def gap_export(request):
    """Both maps as Excel."""
    maps = _maps(request, Programme.objects.all(), _members())
    content = writing.plain_file({title: table_of(found) for title, found in maps["maps"]})
    return excel(content, f"gaps-{maps['year']}.xlsx")


@clerk_page("programme")
@require_POST
def gap_publish(request):
    """Open the map to everybody, or take it back; who decided stays on record."""
    is_public = request.POST.get("public") == "yes"
    GapMapDecision.objects.create(public=is_public, decided_by=request.user)
    messages.success(
        request, _("地図を公開しました。") if is_public else _("地図の公開をやめました。")
    )
    return redirect("platform_members:gap-list")


@public_page
def public_gap_list(request):
    """Both maps of what is public, once staff have decided so."""
    _public_or_404()
    context = {
        **_maps(request, Programme.objects.published(), _public_members()),
        "frame": "platform_members/gaps_public.html",
        "cell_address": "platform_members:public-gap-view",
        "list_address": "platform_members:public-gap-list",
    }
    return render(request, "platform_members/desk/gaps/map.html", context)


@public_page
def public_gap_view(request, axis, slug, value):
    """What is in one cell, of what is public."""
    _public_or_404()
    programmes, members = Programme.objects.published(), _public_members()
    context = {
        **_cell(request, programmes, members, axis, slug, value),
        "frame": "platform_members/gaps_public.html",
        "list_address": "platform_members:public-gap-list",
    }
    return render(request, "platform_members/desk/gaps/cell.html", context)


def _maps(request, programmes, organisations) -> dict:
    """Both maps of the year that is asked for."""
    years = programmes.years()
    year = year_in(request, years)
    work = read_work(programmes.in_year(year), organisations)
    return {
        "years": [(each, fiscal_years.in_words(each)) for each in years],
        "year": year,
        "year_in_words": fiscal_years.in_words(year),
        "maps": [
            (_("分野と支援の種別"), gap_map(work, KINDS)),
            (_("分野とスモールステップ"), gap_map(work, STEPS)),
        ],
    }


def _cell(request, programmes, organisations, axis, slug, value) -> dict:
    """What is in a cell; 404 where there is no such cell."""
    if axis not in AXES:
        raise Http404
    year = year_in(request, programmes.years())
    work = read_work(programmes.in_year(year), organisations)
    found = gap_map(work, axis).cell(slug, value)
    if found is None:
        raise Http404
    row, cell = found
    return {
        "row": row,
        "cell": cell,
        "year": year,
        "year_in_words": fiscal_years.in_words(year),
        "programmes": programmes.as_collated().in_bulk(cell.programmes).values(),
        "windows": Window.objects.published().in_bulk(cell.windows).values(),
        "organisations": organisations.in_bulk(cell.organisations).values(),
    }


def _members():
    return Organisation.objects.members_on(timezone.localdate())


def _public_members():
    return _members().published()


def _public_or_404() -> None:
    if not GapMapDecision.objects.is_public():
        raise Http404
