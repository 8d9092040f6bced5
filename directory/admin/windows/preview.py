"""What a clerk typed, as residents would read it, before anything is saved."""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils import timezone

from directory.admin.windows.typed import is_sound, typed_window
from directory.open_now.page_state import coming_days, coming_exceptions, show_states

# What a browser sends that is not a part of what was typed.
NOT_TYPED = ("csrfmiddlewaretoken", "_preview", "_back")


def typed_fields(request) -> list[tuple[str, str]]:
    """Name and value of everything that was typed, to be carried along on another page."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_TYPED
        for value in values
    ]


class PreviewPage(admin.ModelAdmin):
    """The window's own public page, made from what was typed, with a way back to the form."""

    def render_change_form(self, request, context, **kwargs):
        """Show the page instead of the form, when the clerk asked for it and nothing is amiss."""
        if "_preview" in request.POST:
            form = context["adminform"].form
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            if is_sound(form, formsets):
                return self._preview(request, typed_window(form, formsets))
        return super().render_change_form(request, context, **kwargs)

    def _preview(self, request, window):
        now = timezone.now()
        show_states([window], now)
        context = {
            "window": window,
            "coming_days": coming_days(window, now),
            "coming_exceptions": coming_exceptions(window, now),
            "typed": typed_fields(request),
        }
        return TemplateResponse(request, "admin/directory/window/preview.html", context)
