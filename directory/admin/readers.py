"""Forms of admin for those who only read: without what staff note for each other."""

from collections.abc import Collection

from django.contrib import admin


def without_fields(fieldsets, names: Collection[str]) -> list:
    """Sections of a form without some fields; one that is left empty goes."""
    left = [
        (title, options | {"fields": [name for name in options["fields"] if name not in names]})
        for title, options in fieldsets
    ]
    return [(title, options) for title, options in left if options["fields"]]


class NotesForClerks(admin.ModelAdmin):
    """Form whose note is shown to those who may change the row."""

    def get_fieldsets(self, request, obj=None):
        """All sections, or what is left without the note."""
        shown = super().get_fieldsets(request, obj)
        return (
            shown if self.has_change_permission(request, obj) else without_fields(shown, ["note"])
        )
