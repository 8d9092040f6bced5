"""Where the categories are kept; rarely touched."""

from django.contrib import admin

from directory.admin.out_of_use import InUseFilter, OutOfUse
from directory.admin.revisions import RevisionCheck
from directory.models import Category


@admin.register(Category)
class CategoryAdmin(OutOfUse, RevisionCheck):
    """The booklet's categories."""

    list_display = ["name", "slug", "order", "mark"]
    list_filter = [InUseFilter]

    def get_readonly_fields(self, request, obj=None):
        """The address of a page stays: people have kept it, and printed it."""
        return ["slug"] if obj else []
