"""Admin of meetings."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from directory.admin.out_of_use import InUseFilter, OutOfUse
from directory.admin.readers import NotesForClerks
from directory.admin.revisions import RevisionCheck
from directory.admin.versions import Versions
from platform_members.meetings.forms import MeetingForm
from platform_members.models import Meeting


@admin.register(Meeting)
class MeetingAdmin(NotesForClerks, OutOfUse, Versions, RevisionCheck):
    """Meetings, the latest first."""

    form = MeetingForm
    list_display = ["number", "date", "kind", "agenda", "counterparts", "present_count"]
    list_display_links = ["date", "kind"]
    list_filter = [InUseFilter, "kind"]
    date_hierarchy = "date"
    search_fields = ["agenda", "counterparts", "minutes"]
    autocomplete_fields = ["organisations"]
    fieldsets = [
        (None, {"fields": ["number", "kind", "date", "starts", "ends", "place"]}),
        (_("相手と議題"), {"fields": ["organisations", "counterparts", "agenda"]}),
        (_("記録"), {"fields": ["present_count", "minutes", "links", "note"]}),
    ]
