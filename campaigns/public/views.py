"""Public pages of campaigns: published reports only."""

import logging

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from campaigns.files.tables import CSV, EXCEL, FILES, PDF
from campaigns.models import Campaign
from campaigns.public.forms import ComparisonForm
from campaigns.report import calculation
from campaigns.report.wording import MEASURES
from campaigns.report_page import report_page
from campaigns.tables.figures import same_medium
from directory.public.booklet_views import pdf_unavailable
from directory.public.views import public_page
from directory.typesetting.process import TypesettingFailed

log = logging.getLogger(__name__)

FILE_ADDRESSES = {
    PDF: "campaigns:report-pdf",
    EXCEL: "campaigns:results-excel",
    CSV: "campaigns:results-csv",
}


@public_page
def campaign_list(request):
    """List of the published campaigns, newest first."""
    campaigns = list(Campaign.objects.published().with_results())
    comparable = sum(bool(campaign.results.all()) for campaign in campaigns) > 1
    context = {"campaigns": campaigns, "comparable": comparable}
    return render(request, "campaigns/public/campaign_list.html", context)


@public_page
def campaign_view(request, number):
    """Report of one campaign."""
    campaign = get_object_or_404(Campaign.objects.published().with_results(), pk=number)
    files = [
        (FILES[name].label, reverse(address, args=[number]))
        for name, address in FILE_ADDRESSES.items()
    ]
    context = {"page": report_page(campaign), "files": files}
    return render(request, "campaigns/public/campaign.html", context)


@public_page
def campaign_file(request, number, name):
    """File of one campaign's report."""
    campaign = get_object_or_404(Campaign.objects.published().with_results(), pk=number)
    return file_response(request, campaign, name, campaign.get_absolute_url())


def file_response(request, campaign: Campaign, name: str, page: str) -> HttpResponse:
    """Response with a campaign's file; 503 with a link to its `page` if no PDF can be made."""
    file = FILES[name]
    try:
        content = file.make(campaign)
    except TypesettingFailed:
        log.exception("The report of campaign %s could not be typeset.", campaign.pk)
        return pdf_unavailable(request, page, campaign.title)
    return HttpResponse(
        content,
        content_type=file.content_type,
        headers={"Content-Disposition": f'{file.disposition}; filename="{campaign.pk}-{name}"'},
    )


@public_page(query=("one", "other"))
def comparison(request):
    """Comparison of two campaigns by medium."""
    campaigns = Campaign.objects.published().advertised()
    form = ComparisonForm(request.GET or None, campaigns=campaigns)
    context = {"form": form}
    if form.is_valid():
        one, other = form.cleaned_data["one"], form.cleaned_data["other"]
        pairs = calculation.compare(one.report(), other.report(), same_medium)
        tables = [(measure, [pair.values(measure.name) for pair in pairs]) for measure in MEASURES]
        context |= {"one": one, "other": other, "tables": tables}
    return render(request, "campaigns/public/comparison.html", context)
