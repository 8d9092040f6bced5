"""Admin of editions: preflight, making an edition, its PDFs, withdrawal."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied
from django.forms.widgets import Script
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from directory.admin.pages import admin_page, admin_path
from directory.booklet.editions import (
    NameTaken,
    TooLong,
    make_edition,
    take_edition_back,
    withdraw_edition,
)
from directory.booklet.preflight import Preflight, preflight
from directory.models import Edition, EditionFile
from directory.public.booklet_views import pdf_response
from directory.text.days import day_words
from directory.typesetting.process import TypesettingFailed

NAME_TAKEN = _("同じ名前の版があります。別の名前にしてください。")


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
        js = [Script("js/admin_editions.js", defer=True)]

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
        """Page of the preflight and the form; a POST makes the edition."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = EditionForm(request.POST or None, initial={"printed_on": timezone.localdate()})
        found = preflight(timezone.localdate())
        if form.is_valid() and (edition := self._make(request, form, found)):
            return redirect("admin:directory_edition_change", edition.pk)
        context = {"form": form, "preflight": found, "media": self.media + form.media}
        return admin_page(self, request, "directory/edition/add", _("冊子の版を作る"), **context)

    def _make(self, request, form: EditionForm, found: Preflight) -> Edition | None:
        if found.stops:
            form.add_error(None, _("直すところがあるので、作れません。"))
            return None
        facts = {name: form.cleaned_data[name] for name in form.Meta.fields}
        try:
            edition = make_edition(**facts, by=request.user)
        except NameTaken:  # another person was quicker
            form.add_error("name", NAME_TAKEN)
        except TooLong as error:
            text = _("ページが%(over)dページ多すぎるので、作れませんでした。")
            form.add_error(None, text % {"over": error.made.too_many})
        except TypesettingFailed as error:
            text = _(
                "組版できなかったので、作れませんでした。いままでの版は、そのままです：%(why)s"
            )
            form.add_error(None, text % {"why": error})
        else:
            self.log_addition(request, edition, str(_("版を作った")))
            self.message_user(request, _("作りました。PDFを受け取れます。"), messages.SUCCESS)
            return edition
        return None
