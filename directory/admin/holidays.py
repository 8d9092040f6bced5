"""Admin of public holidays and of the year end."""

from django.contrib import admin
from django.utils import timezone

from directory.admin.out_of_use import InUseFilter, OutOfUse
from directory.admin.revisions import RevisionCheck
from directory.models import Holiday, YearEnd
from directory.open_now import index as hours_index


class ChangesEveryWindow(RevisionCheck):
    """Rows on which the hours of every window depend."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        hours_index.rebuild_intervals(now=timezone.now())

    def after_moving(self, rows):
        """Rows out of use, or in use again, change the hours as well."""
        hours_index.rebuild_intervals(now=timezone.now())

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        hours_index.rebuild_intervals(now=timezone.now())

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        hours_index.rebuild_intervals(now=timezone.now())


@admin.register(Holiday)
class HolidayAdmin(ChangesEveryWindow, OutOfUse):
    """Public holidays, with where each comes from."""

    list_display = ["date", "name", "source"]
    list_filter = [InUseFilter]
    date_hierarchy = "date"
    ordering = ["date"]


@admin.register(YearEnd)
class YearEndAdmin(ChangesEveryWindow):
    """The one row for the year end."""

    def save_model(self, request, obj, form, change):
        obj.pk = 1  # whatever number the database would give: there is one row
        super().save_model(request, obj, form, change)

    def changelist_view(self, request, extra_context=None):
        usual = None if YearEnd.objects.exists() else YearEnd()
        return super().changelist_view(request, {"usual": usual, **(extra_context or {})})

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not YearEnd.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False
