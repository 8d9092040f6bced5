"""Admin page of the import of figures by medium: preview, problems by row, saving."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.importing import actions
from campaigns.importing.forms import TableForm
from campaigns.report.calculation import ReportedTotals, report
from campaigns.tables import TableProblem
from campaigns.tables.figures import same_medium
from campaigns.tables.media import MediaReading, read_media
from campaigns.tables.rows import MAX_CHARACTERS
from directory.admin.pages import admin_page, admin_path
from directory.spreadsheets.text_tables import as_text
from directory.text.numbers import whole_number

PROBLEMS_SHOWN = 50
CHANGED_MEANWHILE = _(
    "ページをひらいたあとに、ほかの人が数を変えました。まだ保存していません。"
    "もう一度、内容を確かめてください。"
)


def form_with_text(text: str) -> TableForm:
    """Form with the table as text to correct; empty for a table that is too long for it."""
    return TableForm(initial={"text": text if len(text) <= MAX_CHARACTERS else ""})


def first_problems(problems: list[TableProblem]) -> dict:
    """Template context: the first problems, and the number of all."""
    return {"problems": problems[:PROBLEMS_SHOWN], "problem_count": len(problems)}


class ResultsImport(admin.ModelAdmin):
    """Admin page on which a contractor's table is imported into a campaign."""

    def get_urls(self):
        name = "campaigns_campaign_import"
        page = admin_path(self, "<int:number>/import/", self.import_results, name)
        return [page, *super().get_urls()]

    def import_results(self, request, number):
        """Preview of a table; a table without problems is saved at the second request."""
        campaign = get_object_or_404(self.get_queryset(request), pk=number)
        if not self.has_change_permission(request, campaign):
            raise PermissionDenied
        form = TableForm.of(request)
        context = {"original": campaign, "campaign": campaign, "revised": campaign, "form": form}
        if request.method == "POST" and form.is_valid():
            reading = read_media(form.cleaned_data["rows"])
            if not reading.problems and "_save" in request.POST and not request.FILES:
                try:
                    return self._take_over(request, campaign, reading)
                except actions.ChangedMeanwhile:
                    self.message_user(request, CHANGED_MEANWHILE, messages.WARNING)
                    campaign.refresh_from_db()
            rows = form.cleaned_data["rows"] if reading.problems else reading.as_rows()
            context |= self._preview(campaign, reading)
            context["form"] = form_with_text(as_text(rows))
        title = _("媒体別実績の取り込み")
        return admin_page(self, request, "campaigns/campaign/import", title, **context)

    def _preview(self, campaign, reading: MediaReading) -> dict:
        """Template context: the changes by medium, and the media that stay."""
        known = {same_medium(result.medium): result for result in campaign.results.all()}
        named = {same_medium(medium.name) for medium in reading.media}
        totals = reading.totals if named >= known.keys() else None
        read = report(reading.media, totals or ReportedTotals())
        changes = [
            (row, _("更新") if same_medium(row.name) in known else _("追加")) for row in read.rows
        ]
        return {
            **first_problems(reading.problems),
            "reading": reading,
            "changes": changes,
            "total": read.total,
            "total_is_of_a_part": bool(reading.totals) and totals is None,
            "untouched": [result for name, result in known.items() if name not in named],
        }

    def _take_over(self, request, campaign, reading: MediaReading):
        added, changed = actions.import_results(
            campaign=campaign,
            reading=reading,
            seen=whole_number(request.POST.get("seen")),
            by=request.user,
        )
        text = _("%(added)d媒体を追加し、%(changed)d媒体を更新しました。") % {
            "added": added,
            "changed": changed,
        }
        self.log_change(request, campaign, str(text))
        self.message_user(request, text, messages.SUCCESS)
        return redirect(reverse("admin:campaigns_campaign_change", args=[campaign.pk]))
