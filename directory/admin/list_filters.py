"""Filters of the list of windows that follow a rule of the domain."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OverdueFilter(admin.SimpleListFilter):
    """Windows whose facts should be confirmed again."""

    title = _("確認の期限")
    parameter_name = "overdue"

    def lookups(self, request, model_admin):
        return [("yes", _("期限が過ぎている"))]

    def queryset(self, request, queryset):
        return queryset.overdue_on(timezone.localdate()) if self.value() else queryset
