"""The welfare centre's side of a round: open it, see who has answered, remind, close, collate."""

from collections import Counter

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory.exchange.writing import EXCEL
from directory.resubmission import typed_into
from platform_members import fiscal_years
from platform_members.actions import rounds as actions
from platform_members.actions.programmes import STAFF, ProgrammeRefused
from platform_members.desk_forms import number_in
from platform_members.desk_page import show
from platform_members.models import CollectionRound, Programme
from platform_members.programme_forms import RoundForm
from platform_members.sheets import writing
from platform_members.sheets.collating import collate
from platform_members.staff_page import clerk_page, staff_page


@clerk_page("programme")
@require_http_methods(["GET", "HEAD", "POST"])
@typed_into(RoundForm)
def round_add(request):
    """Ask departments what they do this year."""
    year = fiscal_years.fiscal_year_of(timezone.localdate())
    form = RoundForm(request.POST or None, initial={"fiscal_year": year})
    if request.method == "POST" and form.is_valid():
        actions.open_round(
            collection=form.instance,
            organisations=form.cleaned_data["organisations"],
            by=request.user,
        )
        messages.success(request, _("照会を始めました。尋ねた課の担当者に、メールで知らせました。"))
        return redirect("platform_members:round-overview", form.instance.pk)
    return show(request, "rounds/add", {"form": form})


@staff_page("programme")
@require_safe
def round_overview(request, number):
    """Who has answered, and who has not."""
    collection = get_object_or_404(CollectionRound.objects.with_counts(), pk=number)
    in_year = Programme.objects.in_year(collection.fiscal_year)
    counts = Counter(in_year.values_list("organisation_id", flat=True))
    answers = list(collection.answers.for_lists())
    for answer in answers:
        answer.programme_count = counts[answer.organisation_id]
    context = {
        "round": collection,
        "answers": answers,
        "is_late": collection.is_late_on(timezone.localdate()),
        "may_change": request.user.has_perm(STAFF),
    }
    return show(request, "rounds/overview", context)


@clerk_page("programme")
@require_POST
def round_remind(request, number):
    """Mail those who have not answered."""
    collection = get_object_or_404(CollectionRound.objects.open(), pk=number)
    count, unreachable = actions.remind(collection=collection, now=timezone.now())
    if count:
        messages.success(request, _("%d件の未回答の課・団体に、メールで催促しました。") % count)
    if unreachable:
        text = _("メールの届け先がありません。電話などで知らせてください：%s")
        messages.warning(request, text % "、".join(map(str, unreachable)))
    elif not count:
        text = _("催促する相手はありません。同じ相手に催促するのは、1日に1回までです。")
        messages.warning(request, text)
    return redirect("platform_members:round-overview", collection.pk)


@clerk_page("programme")
@require_POST
def round_close(request, number):
    """Freeze the year."""
    return _change(
        request, number, actions.close_round, _("締め切りました。事業は変えられません。")
    )


@clerk_page("programme")
@require_POST
def round_reopen(request, number):
    """Take answers again."""
    return _change(request, number, actions.reopen_round, _("もう一度、回答を受け付けます。"))


def _change(request, number, act, done: str):
    collection = get_object_or_404(CollectionRound, pk=number)
    try:
        act(collection=collection, by=request.user)
    except ProgrammeRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("platform_members:round-overview", collection.pk)


@staff_page("programme")
@require_safe
def programme_list(request):
    """All programmes of a year, collated as in the report, to be read or printed."""
    years = Programme.objects.years()
    year = year_in(request, years)
    context = {
        "years": [(each, fiscal_years.in_words(each)) for each in years],
        "year": year,
        "year_in_words": fiscal_years.in_words(year),
        "tables": _collated(year),
    }
    return show(request, "rounds/collated", context)


@staff_page("programme")
@require_safe
def programme_export(request):
    """The collated sheet as Excel."""
    year = year_in(request, Programme.objects.years())
    content = writing.collated_file(fiscal_years.in_words(year), _collated(year))
    return excel(content, f"collated-{year}.xlsx")


def _collated(year: int):
    programmes = Programme.objects.in_year(year).as_collated()
    return collate(programmes, settings.CITY_NAME)


def year_in(request, years: list[int]) -> int:
    """The year that an address asks for; else the latest of which there is anything."""
    asked = number_in(request.GET, "year")
    if asked in years:
        return asked
    return years[0] if years else fiscal_years.fiscal_year_of(timezone.localdate())


def excel(content: bytes, name: str) -> HttpResponse:
    """An Excel file to be saved."""
    return HttpResponse(
        content,
        content_type=EXCEL,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
