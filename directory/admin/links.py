"""Admin of link checks."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from directory.models import LinkCheck


@admin.register(LinkCheck)
class LinkCheckAdmin(admin.ModelAdmin):
    """Last night's findings, read only; links are corrected in the window."""

    list_display = ["window_link", "kind", "address", "status", "detail", "broken_since"]
    list_display += ["checked_at"]
    list_display_links = None
    list_filter = ["status", "kind"]
    list_select_related = ["window"]
    search_fields = ["window__subject", "window__name", "address"]
    ordering = ["broken_since", "window"]
    actions = None

    @admin.display(description=_("窓口"))
    def window_link(self, check: LinkCheck) -> str:
        address = reverse("admin:directory_window_change", args=[check.window_id])
        return format_html('<a href="{}">{}</a>', address, check.window)

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False
