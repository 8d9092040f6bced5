"""The gap map for staff (/desk/gaps/): what is recorded, what was checked, what residents see."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory.forms import PlainTextField
from directory.models import AuditEntry, Category
from directory.resubmission import typed_into
from platform_members import fiscal_years
from platform_members.desk.frame import clerk_page, show, staff_page
from platform_members.desk.question import Question, ask
from platform_members.gap_map import actions, pages
from platform_members.gap_map.counting import State, table_of
from platform_members.models import CollectionRound, GapCheck, GapMapDecision
from platform_members.permissions import May
from platform_members.rounds.office_views import excel


class CheckForm(forms.ModelForm):
    """Form of a check: how staff found out that there is no support."""

    class Meta:
        model = GapCheck
        fields = ["note"]
        field_classes = {"note": PlainTextField}


@staff_page("programme")
@require_safe
def gap_list(request):
    """Both maps of a year, with what residents see of each."""
    year, years = pages.year_of_staff(request)
    work, checks = pages.read(year)
    opened = GapMapDecision.objects.public_maps()
    context = {
        **pages.frame_of_maps(year, years),
        "maps": [
            {
                "map": each,
                "is_public": (year, each.axis) in opened,
                "public_map": pages.map_of_residents(work, checks, each.axis),
            }
            for each in pages.maps_of_staff(work, checks)
        ],
        "uncategorised_count": work.uncategorised_count,
        "open_round": CollectionRound.objects.of_year(year).open().with_counts().first(),
        "may_publish": request.user.has_perm(May.KEEP_PROGRAMMES),
        "cell_address": "platform_members:gap-view",
    }
    return show(request, "gap_map/staff_map", context)


@staff_page("programme")
@require_safe
def gap_view(request, axis, slug, value):
    """What is known of one cell, and the way to say that there is none."""
    return _show_cell(request, axis, slug, value)


@clerk_page("programme")
@require_POST
@typed_into(CheckForm)
def gap_check(request, axis, slug, value):
    """Record that staff found no support in a cell."""
    year, _years = pages.year_of_staff(request)
    found = pages.cell_or_404(pages.maps_of_staff(*pages.read(year)), axis, slug, value)
    category = get_object_or_404(Category, slug=slug)
    form = CheckForm(request.POST, instance=GapCheck(fiscal_year=year, axis=axis, value=value))
    if found.cell.state == State.RECORDED:
        form.add_error(None, _("このますには記録があるので、「なし」にはできません。"))
    if form.is_valid():
        try:
            actions.record_check(check=form.instance, category=category, by=request.user)
        except actions.GapRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("「確かめて、なし」と記録しました。"))
            return _to_cell(axis, slug, value, year)
    return _show_cell(request, axis, slug, value, form)


@clerk_page("programme")
@require_POST
def gap_uncheck(request, axis, slug, value):
    """Withdraw a check; the record stays readable on the page."""
    year, _years = pages.year_of_staff(request)
    checks = GapCheck.objects.of_cell(year, axis, slug, value)
    if actions.withdraw_check(checks=checks, by=request.user):
        messages.success(request, _("確認を取り消しました。このますは「記録なし」に戻りました。"))
    else:
        messages.warning(request, _("取り消す確認はありません。"))
    return _to_cell(axis, slug, value, year)


@staff_page("programme")
@require_safe
def gap_export(request):
    """Both maps as Excel."""
    from platform_members.rounds.sheets import writing

    year, _years = pages.year_of_staff(request)
    maps = pages.maps_of_staff(*pages.read(year))
    content = writing.plain_file({str(each.title): table_of(each) for each in maps})
    name = f"gaps-{year}.xlsx"
    AuditEntry.objects.exported(name, by=request.user, rows=len(maps))
    return excel(content, name)


@clerk_page("programme")
@require_http_methods(["GET", "HEAD", "POST"])
def gap_publish(request, year, axis):
    """Preview of the map for residents; a POST publishes it once most cells are known."""
    work, checks = pages.read(_known_year(year))
    found = pages.map_of_residents(work, checks, axis)
    if request.method == "POST" and not found.is_mostly_unknown:
        if request.POST.get("shown") == found.fingerprint:
            actions.decide(fiscal_year=year, axis=axis, public=True, by=request.user)
            messages.success(request, _("地図を公開しました。住民が見られるようになりました。"))
            return redirect(_list_of(year))
        text = _("このページをひらいたあとに、地図の内容が変わりました。もう一度確かめてください。")
        messages.warning(request, text)
    context = {
        **pages.frame_of_maps(year, []),
        "map": found,
        "uncategorised_count": work.public().uncategorised_count,
        "is_public": (year, axis) in GapMapDecision.objects.public_maps(),
        "back": _list_of(year),
    }
    return show(request, "gap_map/publish", context)


@clerk_page("programme")
@require_http_methods(["GET", "HEAD", "POST"])
def gap_unpublish(request, year, axis):
    """Withdraw a map from residents, after a confirmation page."""
    if (year, axis) not in GapMapDecision.objects.public_maps():
        messages.warning(request, _("この地図は公開されていません。"))
        return redirect(_list_of(_known_year(year)))
    if request.method == "POST":
        actions.decide(fiscal_year=year, axis=axis, public=False, by=request.user)
        messages.success(request, _("地図の公開をやめました。"))
        return redirect(_list_of(year))
    question = Question(
        title=_("この地図の公開をやめますか"),
        sentences=[
            _("%(year)sの「%(title)s」の地図が、住民から見えなくなります。")
            % {"year": fiscal_years.label(year), "title": pages.title_or_404(axis)},
            _("もう一度公開するには、住民からの見え方を確かめて「公開する」を押します。"),
        ],
        button=_("公開をやめる"),
        back=_list_of(year),
    )
    return ask(request, question)


def _show_cell(request, axis, slug, value, form=None):
    year, _years = pages.year_of_staff(request)
    maps = pages.maps_of_staff(*pages.read(year))
    found = pages.cell_or_404(maps, axis, slug, value)
    context = {
        **pages.context_of_cell(found, year, list_address="platform_members:gap-list"),
        "frame": "platform_members/desk/base.html",
        "past_checks": GapCheck.objects.of_cell(year, axis, slug, value),
        "form": form or CheckForm(),
        "may_check": request.user.has_perm(May.KEEP_PROGRAMMES) and found.row.is_category,
        "axis": axis,
    }
    return show(request, "gap_map/staff_cell", context)


def _known_year(year: int) -> int:
    """A year of which there is a map; 404 otherwise."""
    if year not in pages.years_of_staff()[0]:
        raise Http404
    return year


def _list_of(year: int) -> str:
    return f"{reverse('platform_members:gap-list')}?year={year}"


def _to_cell(axis, slug, value, year):
    address = reverse("platform_members:gap-view", args=[axis, slug, value])
    return redirect(f"{address}?year={year}")
