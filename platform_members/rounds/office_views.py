"""Pages of a round for the welfare centre: overview of answers, collated sheet."""

from collections import Counter

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory.exchange.export import EXCEL
from directory.models import AuditEntry
from directory.text.numbers import whole_number
from platform_members import fiscal_years
from platform_members.desk.frame import show, staff_page
from platform_members.models import CollectionRound, Programme, RoundAnswer
from platform_members.permissions import May
from platform_members.rounds.sheets.collating import CollatedTable, collate
from platform_members.rounds.sheets.standing import standing_of


@staff_page("programme")
@require_safe
def round_overview(request, number):
    """Overview of a round's answers."""
    collection = get_object_or_404(CollectionRound.objects.with_counts(), pk=number)
    in_year = Programme.objects.in_use().in_year(collection.fiscal_year)
    counts = Counter(in_year.values_list("organisation_id", flat=True))
    answers = list(collection.answers.for_lists().with_reach())
    for answer in answers:
        answer.programme_count = counts[answer.organisation_id]
    context = {
        "round": collection,
        "answers": answers,
        "is_late": collection.is_late_on(timezone.localdate()),
        "may_change": request.user.has_perm(May.KEEP_PROGRAMMES),
        "unreachable_count": sum(not answer.is_reachable for answer in answers),
    }
    return show(request, "rounds/overview", context)


@staff_page("programme")
@require_safe
def programme_list(request):
    """All programmes of a year, collated as in the report, to be read or printed."""
    years = Programme.objects.in_use().years()
    year = year_in(request, years)
    tables, standing = _collated(year)
    context = {
        "years": [(each, fiscal_years.label(each)) for each in years],
        "year": year,
        "year_label": fiscal_years.label(year),
        "tables": tables,
        "standing": standing,
    }
    return show(request, "rounds/collated", context)


@staff_page("programme")
@require_safe
def programme_export(request):
    """The collated sheet as Excel."""
    from platform_members.rounds.sheets import writing

    year = year_in(request, Programme.objects.in_use().years())
    content = writing.collated_file(fiscal_years.label(year), *_collated(year))
    name, number = f"collated-{year}.xlsx", Programme.objects.in_use().in_year(year).count()
    AuditEntry.objects.exported(name, by=request.user, rows=number)
    return excel(content, name)


def _collated(year: int) -> tuple[list[CollatedTable], list[str]]:
    """Tables of a year, and the sentences above them about who has answered."""
    programmes = Programme.objects.in_use().in_year(year).as_collated()
    answers = list(RoundAnswer.objects.in_year(year).for_lists())
    waiting = frozenset(each.organisation_id for each in answers if each.is_waiting)
    tables = collate(programmes, settings.CITY_NAME, unanswered=waiting)
    return tables, standing_of(answers, settings.CITY_NAME)


def year_in(request, years: list[int]) -> int:
    """Year of the query string; else the latest year with a record."""
    asked = whole_number(request.GET.get("year"))
    if asked in years:
        return asked
    return years[0] if years else fiscal_years.fiscal_year_of(timezone.localdate())


def excel(content: bytes, name: str) -> HttpResponse:
    """Response with an Excel file."""
    return HttpResponse(
        content,
        content_type=EXCEL,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
