"""Admin of campaigns: facts, figures by medium, report and files before publication."""

from collections.abc import Iterable
from typing import cast

from django import forms
from django.contrib import admin
from django.db import models
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.charts.store import draw_after_commit
from campaigns.counts.admin import KpiAdmin  # noqa: F401 - registered there
from campaigns.fields import ReportedField
from campaigns.files.tables import FILES
from campaigns.importing.admin import ResultsImport
from campaigns.models import Campaign, Kpi, MediumResult
from campaigns.models.campaign import CampaignQuerySet
from campaigns.public.views import file_response
from campaigns.publishing.admin import PublishingActions
from campaigns.report_page import report_page
from campaigns.tables.figures import same_medium
from directory.admin import dashboard
from directory.admin.dashboard import StaffPage, Task, add_page, list_page
from directory.admin.out_of_use import InUseFilter, OutOfUse
from directory.admin.pages import admin_path
from directory.admin.readers import NotesForClerks
from directory.admin.revisions import RevisionCheck
from directory.admin.rows import Rows, RowsFormSet
from directory.admin.versions import Versions
from directory.forms import is_to_be_deleted


class MediumResultForm(forms.ModelForm):
    """Form of one medium's figures, with each error beside its field."""

    def clean(self):
        """Refuse more clicks than impressions, beside the clicks."""
        cleaned = super().clean()
        clicks, impressions = cleaned.get("clicks"), cleaned.get("impressions")
        if clicks is not None and impressions is not None and clicks > impressions:
            self.add_error("clicks", _("クリックが表示回数より多くなっています。"))
        return cleaned


class MediumResultFormSet(RowsFormSet):
    """Rows of a campaign's media: no medium twice, in any spelling."""

    def clean(self):
        """Refuse the same medium twice, beside the second one."""
        super().clean()
        seen = set()
        for form in self.forms:
            medium = same_medium(form.cleaned_data.get("medium", "")) if form.is_valid() else ""
            if not medium or is_to_be_deleted(form):
                continue
            if medium in seen:
                form.add_error("medium", _("同じ媒体が2回入っています。"))
            seen.add(medium)


narrow = forms.TextInput(attrs={"size": 6, "inputmode": "decimal"})  # ten columns on one screen


class MediumResultInline(Rows, admin.TabularInline):
    """Grid of figures by medium below a campaign."""

    model = MediumResult
    form = MediumResultForm
    formset = MediumResultFormSet
    extra = 1
    formfield_overrides = {
        models.CharField: {"widget": forms.TextInput(attrs={"size": 17})},
        models.PositiveBigIntegerField: {"widget": narrow},
        models.PositiveSmallIntegerField: {"widget": forms.TextInput(attrs={"size": 2})},
        ReportedField: {"widget": narrow},
    }
    fields = [
        "medium",
        "kind",
        "impressions",
        "clicks",
        "cost",
        "views",
        "reported_ctr",
        "reported_cpc",
        "explanation",
        "order",
    ]


@admin.register(Campaign)
class CampaignAdmin(
    NotesForClerks, PublishingActions, ResultsImport, OutOfUse, Versions, RevisionCheck
):
    """Campaigns in admin: internal at first, published by an action."""

    list_display = ["title", "kind", "period", "contractor", "status", "published_at"]
    list_filter = [InUseFilter, "status", "kind"]
    search_fields = ["title", "contractor", "results__medium"]
    formfield_overrides = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    inlines = [MediumResultInline]
    actions = ["publish", "withdraw", *OutOfUse.actions]
    own_rows = frozenset({"campaigns.drawing"})
    readonly_fields = ["status", "published_at", "published_by", "updated_at"]
    fieldsets = [
        (
            _("広報の内容"),
            {
                "fields": [
                    "title",
                    "kind",
                    "contractor",
                    "purpose",
                    "expected_kpi",
                    "outputs",
                    "budget",
                ]
            },
        ),
        (_("期間"), {"fields": [("starts_on", "ends_on"), "by_month", "period_text"]}),
        (_("効果"), {"fields": ["kpis"]}),
        (
            _("委託先が報告した合計"),
            {
                "description": _(
                    "報告書にあるとおりに入力します。計算した値と違うところは、報告のページに示されます。"
                ),
                "fields": [
                    ("reported_impressions", "reported_clicks", "reported_cost"),
                    ("reported_ctr", "reported_cpc"),
                    "explanation",
                ],
            },
        ),
        (_("出典（報告に載ります）"), {"fields": ["source"]}),
        (_("公開"), {"fields": ["status", "published_at", "published_by", "updated_at"]}),
        (_("職員のための記録"), {"fields": ["note"]}),
    ]

    @admin.display(description=_("期間"), ordering="starts_on")
    def period(self, campaign: Campaign) -> str:
        return campaign.period

    def view_on_site(self, campaign: Campaign) -> str:
        """Address of the public page, or of the report before publication."""
        if campaign.is_published:
            return campaign.get_absolute_url()
        return reverse("admin:campaigns_campaign_report", args=[campaign.pk])

    def save_related(self, request, form, formsets, change):
        """Save figures, and draw their charts after the commit."""
        super().save_related(request, form, formsets, change)
        draw_after_commit([form.instance])

    def get_urls(self):
        file = "<int:number>/files/<str:name>"
        return [
            admin_path(self, "<int:number>/report/", self.report, "campaigns_campaign_report"),
            admin_path(self, file, self.file, "campaigns_campaign_file"),
            *super().get_urls(),
        ]

    def _visible(self, request, number: int) -> Campaign:
        """A campaign, published or not; 404 without permission to view it."""
        campaigns = cast(CampaignQuerySet, self.get_queryset(request)).with_results()
        campaign = get_object_or_404(campaigns, pk=number)
        if not self.has_view_permission(request, campaign):
            raise Http404
        return campaign

    def report(self, request, number):
        """Report before publication, as the public will see it."""
        campaign = self._visible(request, number)
        files = [
            (file.label, reverse("admin:campaigns_campaign_file", args=[number, name]))
            for name, file in FILES.items()
        ]
        context = {"page": report_page(campaign), "files": files}
        return TemplateResponse(request, "campaigns/public/campaign.html", context)

    def file(self, request, number, name):
        """File of a report before publication."""
        campaign = self._visible(request, number)
        if name not in FILES:
            raise Http404
        page = reverse("admin:campaigns_campaign_report", args=[number])
        return file_response(request, campaign, name, page)


@dashboard.register_staff_pages
def publicity(request: HttpRequest) -> Iterable[StaffPage]:
    """Campaigns and series of counts, on the start page."""
    yield from list_page(request, Campaign, Task.PUBLICITY)
    yield from add_page(request, Campaign, Task.PUBLICITY, str(_("広報を加える")))
    yield from list_page(request, Kpi, Task.PUBLICITY)
