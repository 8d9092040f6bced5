"""Two people at one window: whoever saves second is told, and overwrites nothing unasked."""

from django import forms
from django.utils.translation import gettext as _

from directory.models import Window


class RefusesOlderForm(forms.ModelForm):
    """A window's form that knows which version it was opened on."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self._newest()

    def clean(self):
        """Refuse once what was opened before somebody else's change; the next press replaces it.

        The window is held until it is saved, so that nobody comes in between.
        """
        seen = self.cleaned_data.get("seen")
        if self.instance.pk and seen is not None:
            Window.objects.select_for_update().get(pk=self.instance.pk)
            if (newest := self._newest()) != seen:
                self.data = self.data.copy()
                self.data[self.add_prefix("seen")] = newest
                self.add_error(None, _meanwhile(self.instance))
        return super().clean()

    def _newest(self) -> int | None:
        newest = self.instance.versions.first() if self.instance.pk else None
        return newest and newest.pk


def _meanwhile(window: Window) -> str:
    version = window.versions.first()
    return _(
        "ページをひらいたあとに、この窓口の内容が変わりました（%(how)s、%(who)s）。"
        "そのままもう一度保存すると、いま入力されている内容に置きかわります。"
    ) % {"how": version.get_how_display(), "who": version.made_by or _("自動")}
