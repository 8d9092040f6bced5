"""Admin page of the audit entries: the administrator reads them, and changes none."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from directory.models import AuditEntry

UNKNOWN = "-"  # no address is written so


class PersonFilter(admin.SimpleListFilter):
    """Filter by the person, as the entries name them; accounts that are gone among them."""

    title = _("だれが")
    parameter_name = "who"

    def lookups(self, request, model_admin):
        return [
            (who or UNKNOWN, who or _("ログインしていない人・コマンド")) for who in self._people()
        ]

    def queryset(self, request, queryset):
        who = self.value()
        return queryset if who is None else queryset.filter(who="" if who == UNKNOWN else who)

    @staticmethod
    def _people():
        return AuditEntry.objects.order_by("who").values_list("who", flat=True).distinct()


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    """What people have done, the newest first."""

    list_display = ["at", "told", "person", "kind"]  # the sentence fits on a telephone beside "at"
    list_display_links = None
    list_filter = ["kind", PersonFilter]
    list_per_page = 50
    date_hierarchy = "at"
    search_fields = ["who", "about", "what"]
    search_help_text = _("人や窓口の名前、メールアドレスでさがせます。")
    fields = ["at", "kind", "person", "told", "kept_until"]
    actions = None

    def changelist_view(self, request, extra_context=None):
        """The list, named after what it shows: nothing is selected in it."""
        return super().changelist_view(request, {"title": self.opts.verbose_name_plural})

    def get_queryset(self, request):
        return super().get_queryset(request).newest_first()

    @admin.display(description=_("だれが"), ordering="who")
    def person(self, entry: AuditEntry) -> str:
        return entry.who or "―"

    @admin.display(description=_("なにをしたか"))
    def told(self, entry: AuditEntry) -> str:
        """The sentence, with the row that it is about before it and the number of rows after it."""
        about = f"{entry.about}：" if entry.about else ""
        number = _("（%d件）") % entry.rows if entry.rows is not None else ""
        return f"{about}{entry.what}{number}"

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
        """The portal lets go of them when their time is over (`manage.py prune`)."""
        return False
