"""Admin of editions: preflight, making an edition, its PDFs, withdrawal."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from directory import tasks
from directory.admin.edition_tasks import MAKE, TRY
from directory.admin.pages import admin_page, admin_path
from directory.admin.tasks import refreshing, watched
from directory.booklet.editions import NameTaken, take_edition_back, withdraw_edition
from directory.booklet.preflight import Preflight, preflight
from directory.models import Edition, EditionFile, Task
from directory.public.booklet_views import pdf_response
from directory.text.days import day_words

NAME_TAKEN = _("同じ名前の版があります。別の名前にしてください。")
ADD_TITLE = _("冊子の版を作る")


class EditionForm(forms.ModelForm):
    """Form of an edition: text of the cover, number of copies, findings read."""

    confirmed = forms.BooleanField(
        label=_("上の内容を見ました。このまま作ります。"),
        error_messages={"required": _("上の内容を見てから、印を付けてください。")},
    )

    class Meta:
        model = Edition
        fields = ["name", "printed_on", "copies"]
        widgets = {"printed_on": AdminDateWidget}

    class Media:
        css = {"all": ["css/admin/editions.css"]}

    def clean_name(self):
        """Refuse the name of another edition; one that was withdrawn gives its name back."""
        name = self.cleaned_data["name"]
        if Edition.objects.called(name).exists():
            raise forms.ValidationError(NAME_TAKEN)
        return name


@admin.register(Edition)
class EditionAdmin(admin.ModelAdmin):
    """Editions in admin: made and read, never changed."""

    list_display = ["name", "state", "printed_on", "copies", "made_at", "made_by"]
    readonly_fields = ("name", "state", "printed_on", "copies", "made_at", "made_by", "pdfs")
    fields = readonly_fields

    def get_queryset(self, request):
        return (
            super().get_queryset(request).select_related("made_by", "withdrawn_by").defer("facts")
        )

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        pdf, withdrawal = "<int:number>/<slug:kind>.pdf", "<int:number>/withdrawal/"
        return [
            admin_path(self, pdf, self.edition_pdf, "directory_edition_pdf"),
            admin_path(self, withdrawal, self.withdrawal, "directory_edition_withdrawal"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        may_withdraw = {"may_withdraw": self.has_add_permission(request)}
        return super().change_view(
            request, object_id, form_url, {**may_withdraw, **(extra_context or {})}
        )

    def withdrawal(self, request, number):
        """Page that asks before an edition is withdrawn or taken back; a POST does it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        edition = get_object_or_404(self.get_queryset(request), pk=number)
        if request.method == "POST":
            self._withdraw(request, edition)
            return redirect("admin:directory_edition_change", edition.pk)
        title = _("版を取り下げる") if not edition.is_withdrawn else _("取り下げをやめる")
        issued = Edition.objects.issued_by(timezone.localdate()).exclude(pk=number).first()
        context = {"original": edition, "issued": issued}
        return admin_page(self, request, "directory/edition/withdrawal", title, **context)

    def _withdraw(self, request, edition: Edition) -> None:
        """Withdraw an edition or take it back, unless another person has done it meanwhile."""
        if request.POST.get("decision") == "take_back":
            try:
                done = take_edition_back(edition=edition, by=request.user)
            except NameTaken:
                text = _("いまは「%(name)s」という名前の版がほかにあるので、元に戻せません。")
                self.message_user(request, text % {"name": edition.name}, messages.ERROR)
                return
            text, logged = _("「%(name)s」の取り下げをやめました。"), _("取り下げをやめた")
        else:
            done = withdraw_edition(edition=edition, by=request.user)
            text, logged = _("「%(name)s」を取り下げました。"), _("版を取り下げた")
        if done:
            self.log_change(request, edition, str(logged))
            self.message_user(request, text % {"name": edition.name}, messages.SUCCESS)
        else:
            text = _("「%(name)s」は、もうそうなっています。")
            self.message_user(request, text % {"name": edition.name}, messages.WARNING)

    def view_on_site(self, edition: Edition) -> str | None:
        """Address of its 正誤表; None for an edition that is withdrawn."""
        return None if edition.is_withdrawn else edition.get_absolute_url()

    @admin.display(description=_("状態"))
    def state(self, edition: Edition) -> str | Promise:
        """発行した, 発行する予定, or 取り下げた with the day and the person."""
        if not edition.is_withdrawn:
            return edition.state
        when = day_words(edition.withdrawn_at, "time")
        return f"{edition.state}（{when} {edition.withdrawn_by}）"

    @admin.display(description=_("PDF"))
    def pdfs(self, edition: Edition) -> str:
        """Links to the three files, with pages and size."""
        links = [
            (
                reverse("admin:directory_edition_pdf", args=[edition.pk, file.kind]),
                file.get_kind_display(),
                file.pages,
                f"{file.size / 1_000_000:.1f}",
            )
            for file in edition.files.unopened()
        ]
        link = str(_('<a href="{}">{}</a>（{}ページ、{} MB）'))
        return format_html_join(mark_safe("<br>"), link, links)

    def edition_pdf(self, request, number, kind):
        """Give one PDF of an edition."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        file = get_object_or_404(EditionFile, edition=number, kind=kind)
        return pdf_response(bytes(file.pdf), f"{file.edition}_{file.get_kind_display()}")

    def add_view(self, request, form_url="", extra_context=None):
        """Page of the preflight and the form; a POST begins to make the edition, or tries it out.

        `?task=` watches; where the edition could not be made, the form holds what was typed.
        """
        if not self.has_add_permission(request):
            raise PermissionDenied
        task = self._task(request)
        if task and (task.ended_at is None or task.result):
            context = {"tasks": [watched(task, request.user)], "task": task}
            page = admin_page(self, request, "directory/edition/making", ADD_TITLE, **context)
            return refreshing(page, [task])
        form = self._form(request, task)
        found = preflight(timezone.localdate(), tries=False)
        if "try" in request.POST:
            return _watch(tasks.begin(TRY, by=request.user)[0])
        if form.is_valid() and (begun := self._begin(request, form, found)):
            return begun
        context = {
            "form": form,
            "preflight": found,
            "media": self.media + form.media,
            "tasks": [watched(task, request.user)] if task else [],
        }
        return admin_page(self, request, "directory/edition/add", ADD_TITLE, **context)

    def _task(self, request) -> Task | None:
        """The task that is watched; without a number the person's own that has made no edition."""
        if request.method == "POST":
            return None
        number = request.GET.get("task")
        for task in filter(None, (tasks.newest(MAKE), tasks.newest(TRY))):
            is_own = task.kind == MAKE and task.made_by == request.user and not task.result
            if is_own if number is None else str(task.pk) == number:
                return task
        return None

    def _form(self, request, task: Task | None) -> EditionForm:
        typed = task.given if task and task.kind == MAKE else {}
        initial = {"printed_on": timezone.localdate()} | typed
        sent = request.POST if request.method == "POST" and "try" not in request.POST else None
        return EditionForm(sent, initial=initial)

    def _begin(self, request, form: EditionForm, found: Preflight):
        """Begin to make an edition; None, with the reason in the form, where that cannot be."""
        if found.stops:
            form.add_error(None, _("直すところがあるので、作れません。"))
            return None
        given = {name: str(form.cleaned_data[name]) for name in form.Meta.fields}
        task, is_new = tasks.begin(MAKE, by=request.user, given=given)
        if not is_new and (task.given, task.made_by) != (given, request.user):
            text = _("いま、%(person)sが「%(name)s」を作っています。終わってから、作ってください。")
            form.add_error(None, text % {"person": task.made_by, "name": task.given["name"]})
            return None
        return _watch(task)


def _watch(task: Task):
    """Lead to the page that watches a task."""
    return redirect(f"{reverse('admin:directory_edition_add')}?task={task.pk}")
