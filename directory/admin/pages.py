"""Pages of our own in admin, in the frame of `templates/admin/page.html`."""

from django.contrib.admin import ModelAdmin
from django.template.response import TemplateResponse


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
