"""Admin pages of the table in Excel: export, import, preview, writing, undoing."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from directory import hours
from directory.admin.pages import admin_page, admin_path
from directory.admin.windows.list_filters import StatusFilter
from directory.exchange import worker
from directory.exchange.export import KINDS, export
from directory.facts.apply import schedule_of
from directory.facts.diff import changes
from directory.facts.readers import MAY_READ_ALL
from directory.models import AuditEntry, ImportRun, Window
from directory.own_process import REFRESH_SECONDS
from directory.spreadsheets import files
from directory.spreadsheets.refusals import FileRefused

ROWS_A_PAGE = 50
RUNS_A_PAGE = 50


class UploadForm(forms.Form):
    """Form of an upload: one file, whose content is checked by the import."""

    file = forms.FileField(
        label=_("ファイル（.xlsx か .csv）"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("ファイルを選んでください。")},
    )

    def clean_file(self):
        """Read the file. Its name stays, without what no page can show."""
        file = self.cleaned_data["file"]
        name = "".join(letter for letter in file.name if letter.isprintable())
        try:
            return name, files.content_of(file)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


def download(request, windows, kind: str) -> HttpResponse:
    """Response with a table of these windows, which is noted."""
    file = export(windows, kind, reads_all=request.user.has_perm(MAY_READ_ALL))
    AuditEntry.objects.exported(file.name, by=request.user, rows=windows.count())
    header = content_disposition_header(as_attachment=True, filename=file.name)
    return HttpResponse(file.content, file.media_type, headers={"Content-Disposition": header})


class ExportPages(admin.ModelAdmin):
    """Export: the windows chosen in the list, or all that its filters leave."""

    export_actions = ["export_excel", "export_csv"]

    @admin.action(description=_("選んだ窓口をExcelに書き出す"), permissions=["view"])
    def export_excel(self, request, queryset):
        return download(request, queryset, "xlsx")

    @admin.action(description=_("選んだ窓口をCSVに書き出す"), permissions=["view"])
    def export_csv(self, request, queryset):
        return download(request, queryset, "csv")

    def get_urls(self):
        name, every = "directory_window_export", "directory_window_export_all"
        return [
            admin_path(self, "export/<str:kind>/", self.export_list, name),
            admin_path(self, "export/<str:kind>/all/", self.export_all, every),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        """List of windows, with links to the export of what it shows."""
        query = request.GET.urlencode()
        urls = {}
        for page in ("export", "export_all"):
            for kind in KINDS:
                address = reverse(f"admin:directory_window_{page}", args=[kind])
                urls[f"{page}_{kind}_url"] = f"{address}?{query}"
        chosen = StatusFilter.parameter_name in request.GET
        offers = urls | {"may_import": self.may_import(request), "chosen_status": chosen}
        return super().changelist_view(request, {**offers, **(extra_context or {})})

    def export_all(self, request, kind):
        """The same with drafts and retired windows."""
        return self.export_list(request, kind, every=True)

    def export_list(self, request, kind, every=False):
        """Export of what the list shows with its filters and its search, on all pages.

        Where no status is chosen, drafts and retired windows stay away unless `every`.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        if kind not in KINDS:
            raise Http404
        try:
            windows = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return redirect(f"{reverse('admin:directory_window_changelist')}?e=1")
        if not every and StatusFilter.parameter_name not in request.GET:
            windows = windows.in_use()
        return download(request, windows, kind)


class ImportPages(admin.ModelAdmin):
    """Import: upload, list of imports, one import."""

    def get_urls(self):
        pages = [
            path("import/", self.import_new, name="directory_window_import"),
            path("imports/", self.import_list, name="directory_window_import_list"),
            path("imports/<int:pk>/", self.import_view, name="directory_window_import_view"),
        ]
        for page in pages:
            page.callback = self.admin_site.admin_view(self._for_importers(page.callback))
        return [*pages, *super().get_urls()]

    def may_import(self, request) -> bool:
        """Whether the person may change windows and add new ones."""
        return self.has_change_permission(request) and self.has_add_permission(request)

    def _for_importers(self, view):
        def guarded(request, **kwargs):
            if not self.may_import(request):
                raise PermissionDenied
            return view(request, **kwargs)

        return guarded

    def import_new(self, request):
        """Form of an upload; redirects to the preview."""
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST":
            form = UploadForm(request.POST, request.FILES)
            if form.is_valid():
                name, content = form.cleaned_data["file"]
                run = worker.begin_reading(file_name=name, content=content, by=request.user)
                return redirect(run)
        return self._page(request, "import_new", _("Excel・CSVを取り込む"), form=form)

    def import_list(self, request):
        """取り込みの記録: what came into the directory by Excel, and what was undone."""
        runs = ImportRun.objects.visible_to(request.user).for_list()
        page = Paginator(runs, RUNS_A_PAGE).get_page(request.GET.get("page"))
        return self._page(request, "import_list", _("取り込みの記録"), page=page)

    def import_view(self, request, pk):
        """Page of an import: under way, refused, to be confirmed, or written and to be undone."""
        run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)
        if request.method == "POST":
            self._decide(request, run, request.POST.get("decision"))
            return redirect(run)
        page = Paginator(run.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
        stopped = worker.is_stopped(run)
        response = self._page(
            request,
            "import_view",
            run.file_name,
            run=run,
            stopped=stopped,
            page=page,
            rows=_told(page),
        )
        if run.is_working and not stopped:
            response["Refresh"] = str(REFRESH_SECONDS)
        return response

    def _decide(self, request, run: ImportRun, decision: str | None) -> None:
        if decision == "write" and run.made_by == request.user:
            done = worker.begin_writing(run=run, by=request.user)
        elif decision == "undo":
            done = worker.begin_undoing(run=run, by=request.user)
        elif decision == "give_up" and worker.is_stopped(run):
            worker.give_up(run)
            done = True
        else:
            done = False
        if not done:
            text = _("もう済んでいるか、期限が過ぎています。いまの状態を表示します。")
            self.message_user(request, text, messages.WARNING)

    def _page(self, request, template: str, title, **context) -> TemplateResponse:
        return admin_page(self, request, f"directory/window/{template}", title, **context)


def _told(rows) -> list[dict]:
    """Rows of an import for the page, existing windows with their status."""
    windows = Window.objects.in_bulk([row["window"] for row in rows if row["window"]])
    return [
        {
            "place": row["place"],
            "window": _named(row["after"], windows.get(row["window"])),
            "is_new": row.get("is_new", row["window"] is None),
            "key": row["window"],
            "changes": changes(row["before"], row["after"]),
            # Imports kept before there was this key do not have it.
            "typed_hours": row.get("typed_hours", ""),
            "like": row.get("like", []),
            "read_hours": hours.in_sentences(schedule_of(row["after"])),
        }
        for row in rows
    ]


def _named(facts: dict, window: Window | None) -> Window:
    """Name of a window in the file."""
    status = window.status if window else Window.Status.DRAFT
    return Window(subject=facts["subject"], name=facts["name"], status=status)


class ExchangePages(ExportPages, ImportPages):
    """Export and import."""
