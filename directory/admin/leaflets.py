"""Admin action that prints the chosen windows as a leaflet."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.booklet import documents, leaflets
from directory.models import Window
from directory.public.booklet_views import pdf_response
from directory.typesetting.process import TypesettingFailed


class LeafletActions(admin.ModelAdmin):
    """Action of the list of windows: a leaflet."""

    @admin.action(description=_("選んだ窓口のちらし（A4 1枚）を作る"), permissions=["view"])
    def make_leaflet(self, request, queryset):
        """PDF of a leaflet; a message with the remedy where none can be made."""
        windows = list(queryset.for_reading())
        hidden = [window for window in windows if window.status != Window.Status.PUBLISHED]
        if hidden:
            names = "、".join(f"「{window.name_with_status}」" for window in hidden)
            text = _("公開していない窓口は印刷できません：%(names)s") % {"names": names}
            self.message_user(request, text, messages.ERROR)
            return None
        data = leaflets.leaflet(windows, timezone.localdate())
        try:
            made, pdf = documents.typeset_leaflet(data)
        except TypesettingFailed as error:
            text = _("ちらしを作れませんでした：%(reason)s") % {"reason": error}
            self.message_user(request, text, messages.ERROR)
            return None
        if made.too_many:
            text = _(
                "A4 1枚（両面）に、%(over)dページ分おさまりません。窓口を減らしてください。"
            ) % {"over": made.too_many}
            self.message_user(request, text, messages.ERROR)
            return None
        return pdf_response(pdf, data["title"])
