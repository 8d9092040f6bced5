"""Admin of windows: list and form."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR
from django.utils.translation import gettext_lazy as _

from directory.admin.leaflets import LeafletActions
from directory.admin.readers import without_fields
from directory.admin.windows.calls import CallNoteForm, CallPages
from directory.admin.windows.closures import ClosureActions, ClosuresForm
from directory.admin.windows.doubts import HoursDoubtsPage
from directory.admin.windows.exchange import ExchangePages
from directory.admin.windows.furigana_page import FuriganaPage
from directory.admin.windows.history import HistoryPages
from directory.admin.windows.hours_line import HoursLinePage
from directory.admin.windows.inlines import HoursExceptionInline, HoursRuleInline, PhoneInline
from directory.admin.windows.layout import fieldsets
from directory.admin.windows.list_filters import LIST_FILTERS, UNDONE, StatusFilter, number_kept
from directory.admin.windows.public_page import PublicPage
from directory.admin.windows.translations import TranslationPage
from directory.admin.windows.typed import ClerksWindowForm
from directory.facts.readers import MAY_READ_ALL, hidden, readable
from directory.forms import SuspensionForm
from directory.hours_text import HoursTextForm
from directory.models import Window
from directory.models.window_queryset import RETIRED_LAST
from directory.search.find import find
from directory.search.sql import SearchTookTooLong


@admin.register(Window)
class WindowAdmin(
    CallPages,
    PublicPage,
    FuriganaPage,
    TranslationPage,
    ExchangePages,
    HistoryPages,
    ClosureActions,
    LeafletActions,
    HoursDoubtsPage,
    HoursLinePage,
):
    """Windows in admin: facts in the form, publishing by explicit actions.

    Each class adds pages or actions of its own; their order says nothing.
    """

    typed_into = (SuspensionForm, ClosuresForm, CallNoteForm, HoursTextForm)
    list_display = ["subject", "name", "status", "category_names", "hours_text", "verified_on"]
    list_filter = LIST_FILTERS
    list_per_page = 50
    show_full_result_count = False
    # Shows the box; what is searched, and how, is `get_search_results`.
    search_fields = ["subject"]
    search_help_text = _("住民の検索と同じ探し方です。電話番号の一部でも探せます。")
    form = ClerksWindowForm
    inlines = [PhoneInline, HoursRuleInline, HoursExceptionInline]
    actions = [
        "verify",
        "unverify",
        "publish",
        "suspend",
        "retire",
        "add_exception",
        "make_leaflet",
        *ExchangePages.export_actions,
    ]
    fieldsets = fieldsets()

    def get_queryset(self, request):
        """All windows; for those who only read, without drafts."""
        windows = super().get_queryset(request).prefetch_related("categories").with_hours()
        return readable(windows, reads_all=request.user.has_perm(MAY_READ_ALL))

    def get_fieldsets(self, request, obj=None):
        """The form; for those who only read, without staff's notes and confidential places."""
        shown = super().get_fieldsets(request, obj)
        if request.user.has_perm(MAY_READ_ALL):
            return shown
        return without_fields(shown, hidden(obj is None or obj.confidential_location))

    def get_paginator(self, request, queryset, per_page, **options):
        """Pages of the list; where nothing is chosen, the tally knows how many windows it has."""
        paginator = super().get_paginator(request, queryset, per_page, **options)
        chosen = request.GET.keys() - {PAGE_VAR, ORDER_VAR}
        if not chosen and request.user.has_perm(MAY_READ_ALL):
            paginator.count = number_kept(request)
        return paginator

    def get_ordering(self, request):
        """The booklet's order, with retired windows last."""
        return [RETIRED_LAST, "order", "pk"]

    def get_search_results(self, request, queryset, search_term):
        """Search as residents do, among windows of every status; a chosen order stays.

        Lists, exports and choices all come by here: what an undone import has left
        behind is among them only where the list's filter asks for it.
        """
        if request.GET.get(StatusFilter.parameter_name) != UNDONE:
            queryset = queryset.kept()
        if not search_term.strip():
            return queryset, False
        try:
            found = find(search_term, queryset)
        except SearchTookTooLong:
            self.message_user(request, _("検索に時間がかかりすぎました。"), messages.WARNING)
            return queryset.none(), False
        if "o" in request.GET:
            return queryset.filter(pk__in=found.windows), False
        return queryset.in_this_order(found.windows), False

    @admin.display(description=_("受付日時"))
    def hours_text(self, window: Window) -> str:
        if window.hours_override:
            return f"{window.printed_hours}（{_('特別な文。機械は確かめていません')}）"
        return window.printed_hours

    @admin.display(description=_("分野"))
    def category_names(self, window: Window) -> str:
        return "、".join(category.name for category in window.categories.all())
