"""Page on which staff write what a window says in another language, one field a text."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.admin.pages import admin_page, admin_path
from directory.concurrency import RevisedForm
from directory.facts.diff import label_of
from directory.facts.schema import TRANSLATABLE
from directory.languages import WRITTEN, offered
from directory.models import Translation, Window


class TranslationForm(RevisedForm):
    """The translation of one text; an empty one is none. `seen`: the Japanese that was shown."""

    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    class Meta:
        model = Translation
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "cols": 60})}

    def __init__(self, window: Window, code: str, fact: str, found: dict[str, Translation], data):
        source = getattr(window, fact)
        made = found.get(fact) or Translation(window=window, language=code, fact=fact)
        super().__init__(data, instance=made, prefix=fact)
        self.japanese = source
        self.fields["text"].label = label_of(fact)

    def clean(self):
        """Refuse what was made of a Japanese that has been changed meanwhile."""
        cleaned = super().clean()
        seen = self.cleaned_data.get("seen", "")
        if _in_one_line(seen) != _in_one_line(self.japanese):
            text = _(
                "入力しているあいだに、日本語が変わりました。訳を確かめて、もう一度保存してください。"
            )
            self.add_error("text", text)
        return cleaned

    def save(self, commit=True) -> bool:
        """Keep the text with the Japanese that it was made of; whether anything was changed."""
        made = self.instance
        if "text" not in self.changed_data and not (made.text and made.is_outdated):
            return False
        made.source = self.japanese
        if made.text:
            made.save()
        elif made.pk:
            made.delete()
        return True


class TranslationPage(admin.ModelAdmin):
    """Admin with a page for each language."""

    def get_urls(self):
        page = require_http_methods(["GET", "HEAD", "POST"])(self.translation_page)
        address = "<int:number>/translations/<slug:code>/"
        return [
            admin_path(self, address, page, "directory_window_translations"),
            *super().get_urls(),
        ]

    @transaction.atomic
    def translation_page(self, request, number: int, code: str):
        """All texts of a window beside what they are in a language; saved together, or none."""
        windows = Window.objects.select_for_update() if request.method == "POST" else Window.objects
        window = get_object_or_404(windows, pk=number)
        if code not in dict(Translation.LANGUAGES):
            raise Http404
        if not self.has_change_permission(request, window):
            raise PermissionDenied
        found = {each.fact: each for each in window.translations.filter(language=code)}
        texts = [name for name in TRANSLATABLE if getattr(window, name)]
        data = request.POST if request.method == "POST" else None
        written = [TranslationForm(window, code, name, found, data) for name in texts]
        if data is not None and all([form.is_valid() for form in written]):
            number_changed = sum([form.save() for form in written])
            self.message_user(request, _words_of(number_changed), messages.SUCCESS)
            return redirect(request.path)
        context = {
            "original": window,
            "language": WRITTEN[code],
            "is_offered": WRITTEN[code] in offered(),
            "others": [each for each in WRITTEN.values() if each.prefix],
            "written": written,
        }
        title = _("ほかの言語の文")
        return admin_page(self, request, "directory/window/translations", title, **context)


def _in_one_line(text: str) -> str:
    """A text as it compares: browsers send other ends of lines than the database keeps."""
    return " ".join(text.split())


def _words_of(number: int) -> str:
    if not number:
        return _("変わったところはありませんでした。")
    return _("%(number)d件の訳を保存しました。") % {"number": number}
