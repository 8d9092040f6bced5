"""Admin of programmes: publication, windows, partners."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.admin.out_of_use import InUseFilter, OutOfUse
from directory.admin.readers import NotesForClerks
from directory.admin.revisions import RevisionCheck
from directory.admin.versions import Versions
from directory.concurrency import RevisedForm
from directory.django_internals import ChecksHiddenFields
from platform_members.models import CollectionRound, Programme


class ProgrammeRowForm(ChecksHiddenFields, RevisedForm):
    """Form of a programme for clerks, which knows whether the row is in use."""

    hidden_but_checked = frozenset({"retired_at"})


@admin.register(Programme)
class ProgrammeAdmin(NotesForClerks, OutOfUse, Versions, RevisionCheck):
    """Programmes of all years; those of a closed year can only be read."""

    form = ProgrammeRowForm
    list_display = ["name", "npo_name", "organisation", "fiscal_year", "kind", "public"]
    list_display_links = ["name", "npo_name"]
    list_filter = [InUseFilter, "fiscal_year", "kind", "delivery", "public", "categories"]
    list_select_related = ["organisation"]
    search_fields = ["name", "npo_name", "content", "organisation__name"]
    autocomplete_fields = ["organisation", "windows", "partners"]
    fieldsets = [
        (None, {"fields": ["organisation", "fiscal_year", "name", "status", "kind", "target"]}),
        (_("実施"), {"fields": ["delivery", "contractor", "content", "possible_development"]}),
        (_("NPO法人との関わり"), {"fields": ["npo_name", "npo_about"]}),
        (_("つながり"), {"fields": ["categories", "windows", "partners"]}),
        (_("公開と記録"), {"fields": ["public", "note"]}),
    ]

    def has_change_permission(self, request, obj=None):
        """No change in a closed year."""
        return super().has_change_permission(request, obj) and not (obj and obj.is_frozen)

    def has_delete_permission(self, request, obj=None):
        """No deletion in a closed year, nor of many rows at once."""
        return super().has_delete_permission(request, obj) and not (obj and obj.is_frozen)

    def get_actions(self, request):
        """Actions without deletion, which would not ask whether a year is closed."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(self, request, obj, form, change):
        """Record who saved, so that a department's open page notices."""
        obj.revision += 1
        obj.saved_at, obj.saved_by = timezone.now(), request.user
        super().save_model(request, obj, form, change)

    def locked_rows(self, queryset) -> list[Programme]:
        """Rows with the rounds of their years, locked: none is closed meanwhile."""
        years = queryset.values("fiscal_year").order_by()
        rounds = CollectionRound.objects.filter(fiscal_year__in=years).order_by("pk")
        list(rounds.select_for_update())
        return super().locked_rows(queryset)
