"""Admin of search terms, with a trial of the search."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from directory.admin.danger import readings
from directory.admin.out_of_use import InUseFilter, OutOfUse
from directory.admin.pages import admin_page, admin_path
from directory.admin.revisions import RevisionCheck
from directory.admin.rows import Rows
from directory.admin.versions import Versions
from directory.concurrency import RevisedForm
from directory.models import DangerKind, SearchTerm, SearchTermWindow, Window
from directory.search.find import find
from directory.search.sql import SearchTookTooLong
from directory.search.suggest import search_address
from directory.search.text.query import LONGEST_TYPED

WINDOWS_TRIED = 10


class LinesField(forms.CharField):
    """Several short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 6, "cols": 50})

    def __init__(self, *, base_field, max_length, **kwargs):
        """What the model asks of an array; its elements are checked by the model itself."""
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = map(str.strip, (super().to_python(value) or "").splitlines())
        return [line for line in dict.fromkeys(lines) if line]

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


class SearchTermForm(RevisedForm):
    """A search term, its lists written one a line."""

    class Meta:
        model = SearchTerm
        fields = ["phrase", "variants", "words", "categories", "elsewhere", "danger", "general"]
        field_classes = {"variants": LinesField, "words": LinesField}
        widgets = {"categories": forms.CheckboxSelectMultiple}


class SearchTermWindowInline(Rows, admin.TabularInline):
    """Windows of a search term, in order."""

    model = SearchTermWindow
    autocomplete_fields = ["window"]
    extra = 1


@admin.register(SearchTerm)
class SearchTermAdmin(OutOfUse, Versions, RevisionCheck):
    """Search terms in admin; a change counts from the next search on."""

    form = SearchTermForm
    list_display = ["phrase", "variants_text", "danger", "general"]
    list_filter = [InUseFilter, "danger", "general", "categories"]
    search_fields = ["phrase", "variants", "words"]
    inlines = [SearchTermWindowInline]

    @admin.display(description=_("言いかえ"))
    def variants_text(self, term: SearchTerm) -> str:
        return "、".join(term.variants)

    def view_on_site(self, term: SearchTerm) -> str:
        """Address of the results of a search for the phrase."""
        return search_address(term.phrase)

    def get_urls(self):
        trying = admin_path(self, "try/", self.try_out, "searchterm-try")
        return [trying, *super().get_urls()]

    def try_out(self, request):
        """試しに検索: what residents would get for any words, and why. Writes nothing."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        typed = request.GET.get("q", "")
        context = {"typed": typed, "longest": LONGEST_TYPED, "readings": readings(typed)}
        try:
            found = find(typed, Window.objects.published())
        except SearchTookTooLong:
            context["too_long"] = True
        else:
            keys = found.windows[:WINDOWS_TRIED]
            context |= {
                "found": found,
                "dangers": [DangerKind(kind).label for kind in found.dangers],
                "windows": Window.objects.in_this_order(keys),
            }
        title = _("試しに検索")
        return admin_page(self, request, "directory/searchterm/try", title, **context)
