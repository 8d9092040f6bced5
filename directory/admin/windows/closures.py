"""Admin action: the same days off for several windows, such as a municipal holiday."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminDateWidget
from django.utils.translation import gettext_lazy as _

from directory.admin.pages import admin_page, of_chosen
from directory.closures import add_hours_exception
from directory.forms import ClosureForm
from directory.models import HoursException


class ClosuresForm(ClosureForm):
    """Days off of several windows: days, other hours if any, and the reason that residents read."""

    class Meta:
        model = HoursException
        fields = ["first_day", "last_day", "spans", "note"]
        widgets = {"first_day": AdminDateWidget, "last_day": AdminDateWidget}


class ClosureActions(admin.ModelAdmin):
    """The bulk action of the list of windows."""

    @admin.action(description=_("臨時の休み・臨時の受付を入れる"), permissions=["change"])
    def add_exception(self, request, queryset):
        """Page that asks for the days; a POST enters them for every chosen window."""
        form = ClosuresForm(request.POST if "apply" in request.POST else None)
        if form.is_bound and form.is_valid():
            self._apply(request, queryset, form)
            return None
        context = {
            "form": form,
            "windows": queryset,
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "media": self.media + form.media,
        }
        title = _("臨時の休み・臨時の受付")
        return admin_page(self, request, "directory/window/add_exception", title, **context)

    def _apply(self, request, queryset, form):
        done, skipped = add_hours_exception(windows=queryset, by=request.user, **form.cleaned_data)
        for window in done:
            self.log_change(request, window, _("臨時：%s") % form.instance)
        unseen = [window for window in done if window.unseen_words]
        if done:
            counted = of_chosen(len(done), len(done) + len(skipped))
            text = _("%sの窓口に入れました。") % counted
            if unseen:
                names = "、".join(f"「{window.name_with_status}」" for window in unseen)
                text += _("公開していない窓口は、住民には見えません：%(names)s") % {"names": names}
            self.message_user(request, text, messages.SUCCESS)
        for window in skipped:
            text = _("「%(window)s」には、同じ日の臨時の休みがもう入っています。") % {
                "window": window.name_with_status
            }
            self.message_user(request, text, messages.WARNING)
