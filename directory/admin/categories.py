"""Admin of categories."""

from django.contrib import admin

from directory.admin.out_of_use import InUseFilter, OutOfUse
from directory.admin.revisions import RevisionCheck
from directory.admin.versions import Versions
from directory.models import Category


@admin.register(Category)
class CategoryAdmin(OutOfUse, Versions, RevisionCheck):
    """The booklet's categories."""

    list_display = ["name", "slug", "order", "mark"]
    list_filter = [InUseFilter]

    def get_readonly_fields(self, request, obj=None):
        """Fields that stay as they are: the address of a saved category, which is in print."""
        return ["slug"] if obj else []
