"""Admin of series of counts: grid and import."""

from typing import cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.charts.store import draw_after_commit
from campaigns.counts import actions
from campaigns.counts.forms import GridForm, grid_start
from campaigns.importing.actions import ChangedMeanwhile
from campaigns.importing.admin import CHANGED_MEANWHILE, first_problems, form_with_text
from campaigns.importing.forms import TableForm
from campaigns.models import Campaign, Kpi
from campaigns.models.kpi import KpiQuerySet
from campaigns.tables.series import read_series
from directory.admin.out_of_use import KeepsReferenced
from directory.admin.pages import admin_page, admin_path
from directory.admin.revisions import RevisionCheck
from directory.spreadsheets.text_tables import as_text
from directory.text.numbers import whole_number


@admin.register(Kpi)
class KpiAdmin(KeepsReferenced, RevisionCheck):
    """Series in admin; counts are entered in a grid or imported."""

    own_rows = frozenset({"campaigns.kpivalue"})
    list_display = ["name", "kind", "step", "window", "category", "unit"]
    list_filter = ["kind", "step"]
    search_fields = ["name", "window__name", "window__subject"]
    autocomplete_fields = ["window"]
    fieldsets = [
        (None, {"fields": ["name", "kind", "step", "unit", "source"]}),
        (
            _("どこの件数か"),
            {
                "description": _("相談件数のときだけ、窓口か分野のどちらかを選べます。"),
                "fields": ["window", "category"],
            },
        ),
    ]

    def save_related(self, request, form, formsets, change):
        """Save a series, and draw its charts, which show its name, after the commit."""
        super().save_related(request, form, formsets, change)
        draw_after_commit(Campaign.objects.showing(form.instance))

    def get_readonly_fields(self, request, obj=None):
        """Fields that cannot change: the step of a saved series."""
        return ["step"] if obj else []

    def get_urls(self):
        return [
            admin_path(self, "<int:number>/grid/", self.grid, "campaigns_kpi_grid"),
            admin_path(self, "<int:number>/import/", self.import_values, "campaigns_kpi_import"),
            *super().get_urls(),
        ]

    def _changeable(self, request, number: int) -> Kpi:
        kpis = cast(KpiQuerySet, self.get_queryset(request)).with_values()
        kpi = get_object_or_404(kpis, pk=number)
        if not self.has_change_permission(request, kpi):
            raise PermissionDenied
        return kpi

    @transaction.atomic
    def grid(self, request, number):
        """Grid of a fiscal year by months, or of a month by days."""
        kpi = self._changeable(request, number)
        first = grid_start(request.GET.get("from", ""), kpi.step)
        is_post = request.method == "POST"
        form = GridForm(request.POST if is_post else None, instance=kpi, first=first)
        here = reverse("admin:campaigns_kpi_grid", args=[number])
        if is_post and form.is_valid() and self._save(request, kpi, form):
            return redirect(f"{here}?from={first:%Y-%m}")
        context = {"original": kpi, "kpi": kpi, "form": form}
        return admin_page(self, request, "campaigns/kpi/grid", _("数の入力"), **context)

    def import_values(self, request, number):
        """Import of a table of dates and counts: preview, then saving."""
        kpi = self._changeable(request, number)
        form = TableForm.of(request)
        context = {"original": kpi, "kpi": kpi, "form": form}
        if request.method == "POST" and form.is_valid():
            reading = read_series(form.cleaned_data["rows"], kpi.step)
            may_save = not reading.problems and "_save" in request.POST and not request.FILES
            if may_save and self._import(request, kpi, reading.values, form):
                return redirect(reverse("admin:campaigns_kpi_grid", args=[number]))
            kpi = context["revised"] = self._changeable(request, number)
            known = kpi.series
            context |= first_problems(reading.problems) | {
                "reading": reading,
                "values": [
                    (day, known.get(day), value) for day, value in sorted(reading.values.items())
                ],
                "form": form_with_text(as_text(form.cleaned_data["rows"])),
            }
        return admin_page(self, request, "campaigns/kpi/import", _("数の取り込み"), **context)

    def _save(self, request, kpi: Kpi, form: GridForm) -> bool:
        """Save the counts of the grid; False, with the errors in the form, if any is refused."""
        try:
            actions.save_values(kpi=kpi, values=form.changed, by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False
        return self._say(request, kpi, form.changed)

    def _import(self, request, kpi: Kpi, values: dict, form: TableForm) -> bool:
        """Save the counts of a table; False, with the reason shown, if they cannot be saved."""
        try:
            seen = whole_number(request.POST.get("seen"))
            actions.import_values(kpi=kpi, values=values, seen=seen, by=request.user)
        except ChangedMeanwhile:
            self.message_user(request, CHANGED_MEANWHILE, messages.WARNING)
            return False
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False
        return self._say(request, kpi, values)

    def _say(self, request, kpi: Kpi, values: dict) -> bool:
        """Message about what was saved, and admin's log entry; True."""
        text = actions.saved_words(len(values))
        if values:
            self.log_change(request, kpi, text)
        self.message_user(request, text, messages.SUCCESS)
        return True
