"""Pages of our own in admin, in the frame of `templates/admin/page.html`; rows to read, counts."""

from django.contrib.admin import ModelAdmin
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _


def admin_page(
    admin: ModelAdmin, request, template: str, title: str, **context
) -> TemplateResponse:
    """A page below a model's list; below one row's page where `original` is given."""
    context = {
        **admin.admin_site.each_context(request),
        "title": title,
        "opts": admin.opts,
        **context,
    }
    return TemplateResponse(request, f"admin/{template}.html", context)


def admin_path(admin: ModelAdmin, address: str, view, name: str) -> URLPattern:
    """Address of a page of our own, open to staff only."""
    return path(address, admin.admin_site.admin_view(view), name=name)


def of_chosen(changed: int, chosen: int) -> str:
    """How many rows an action changes and, where it leaves some out, of how many."""
    if changed == chosen:
        return _("%d件") % changed
    return _("選んだ%(chosen)d件のうち%(changed)d件") % {"chosen": chosen, "changed": changed}


class ReadOnlyAdmin(ModelAdmin):
    """Admin of rows that the portal makes: none is added, and their pages have nothing to save."""

    def has_add_permission(self, request) -> bool:
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if request.method == "POST" and self.has_view_permission(request):
            return redirect(request.get_full_path())  # rows as they came pass no check of today
        nothing_to_save = {"show_save": False, "show_save_and_continue": False}
        return super().change_view(request, object_id, form_url, nothing_to_save)
