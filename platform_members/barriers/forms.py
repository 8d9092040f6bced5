"""Form by which a barrier is reported."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms import PlainTextField
from platform_members import spam


class BarrierForm(forms.Form):
    """What is hard to use, where, and how to answer; with fields against spam."""

    what = PlainTextField(
        label=_("使いにくいところ"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "例：文字を大きくすると、ボタンがかくれる。読み上げソフトで、番号が読まれない。"
        ),
    )
    where = PlainTextField(label=_("どのページですか"), max_length=200, required=False)
    tool = PlainTextField(
        label=_("お使いの機械やソフト"),
        max_length=200,
        required=False,
        help_text=_("例：iPhone、NVDA。わからなければ、空けておいてください。"),
    )
    answer_to = PlainTextField(
        label=_("返事がほしいときの連絡先"),
        max_length=200,
        required=False,
        help_text=_("メールアドレスか電話番号。返事がいらなければ、空けておいてください。"),
    )
    # Invisible: people leave it empty, machines fill it in.
    comment = forms.CharField(
        label=_("この欄には何も書かないでください"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean(self):
        """Refuse what a machine sends, with a message that helps a person mistaken for one."""
        if self.cleaned_data.get("comment"):
            self.add_error("comment", _("この欄は空けておいてください。"))
        if trouble := spam.trouble_with(self.cleaned_data.get("opened", "")):
            self.add_error(None, trouble)

    def answers(self) -> list[forms.BoundField]:
        """The fields that people see and answer."""
        return [self[name] for name in ("what", "where", "tool", "answer_to")]

    @property
    def opening_mark(self) -> str:
        """When the page was opened first; a mark that cannot be used is replaced by a new one."""
        mark = self.data.get("opened", "")
        return mark if spam.is_usable(mark) else spam.opening_mark()
