"""Admin page of the audit entries: the administrator reads them, and changes none."""

from django.contrib import admin

from directory.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    """What people have taken out of the portal, the newest first."""

    list_display = ["at", "kind", "who", "what", "rows"]
    list_filter = ["kind"]
    search_fields = ["who", "what"]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).newest_first()

    def has_view_permission(self, request, obj=None):
        """The administrator alone."""
        return request.user.is_active and request.user.is_superuser

    has_module_permission = has_view_permission

    def has_add_permission(self, request):
        """The portal writes them."""
        return False

    def has_change_permission(self, request, obj=None):
        """What has happened stays."""
        return False

    def has_delete_permission(self, request, obj=None):
        """The portal lets go of them after two years."""
        return False
