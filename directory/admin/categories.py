"""Where the categories are kept; rarely touched."""

from django.contrib import admin

from directory.models import Category


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    """The booklet's categories."""

    list_display = ["name", "slug", "order", "mark"]
