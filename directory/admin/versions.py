"""Versions of rows in admin: what changed when and by whom, and putting back what was said."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.admin.pages import admin_page, admin_path
from directory.deeds.undoing import UndoRefused
from directory.deeds.versions import changes_since, differences, newest_of, restore, versions_of
from directory.text.numbers import whole_number


class Versions(admin.ModelAdmin):
    """The history of a row, and the page on which a former content is put back."""

    object_history_template = "admin/versions.html"

    def get_urls(self):
        meta = self.opts
        self.restore_name = f"{meta.app_label}_{meta.model_name}_version"
        address = "<int:number>/history/<int:first>/restore/"
        page = admin_path(self, address, self.version_view, self.restore_name)
        return [page, *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        """Admin's own log, below what each deed changed; for those who may change the row."""
        row = self.get_object(request, object_id)
        shown = row is not None and self.has_change_permission(request, row)
        versions = {
            "versions": versions_of(row) if shown else [],
            "restore_name": f"admin:{self.opts.app_label}_{self.opts.model_name}_version",
        }
        return super().history_view(request, object_id, {**versions, **(extra_context or {})})

    def version_view(self, request, number, first):
        """Page of what would be put back; a POST does it, unless there is a newer version."""
        row = self.get_object(request, str(number))
        if row is None:
            raise Http404
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        faults: tuple[str, ...] = ()
        if request.method == "POST":
            seen = whole_number(request.POST.get("seen")) or 0
            try:
                restore(row=row, first=first, seen=seen, by=request.user)
            except UndoRefused as refusal:
                faults = refusal.reasons
            else:
                self.log_change(request, row, _("前の内容に戻した。"))
                self.message_user(request, _("前の内容に戻しました。"), messages.SUCCESS)
                name = f"admin:{self.opts.app_label}_{self.opts.model_name}_history"
                return redirect(reverse(name, args=[row.pk]))
        context = {
            "original": row,
            "differences": differences(changes_since(row, first)),
            "seen": newest_of(row),
            "faults": faults,
        }
        return admin_page(self, request, "version", _("前の内容に戻す"), **context)
