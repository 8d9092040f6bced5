"""Form by which a barrier is reported."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms import PlainTextField
from platform_members.spam import PublicForm

WHAT_HELP = _("例：文字を大きくすると、ボタンがかくれる。読み上げソフトで、番号が読まれない。")
TOOL_HELP = _("例：iPhone、NVDA。わからなければ、空けておいてください。")
ANSWER_HELP = _("メールアドレスか電話番号。返事がいらなければ、空けておいてください。")


class BarrierForm(PublicForm):
    """What is hard to use, where, and how to answer."""

    what = PlainTextField(
        label=_("使いにくいところ"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=WHAT_HELP,
    )
    where = PlainTextField(label=_("どのページですか"), max_length=200, required=False)
    tool = PlainTextField(
        label=_("お使いの機械やソフト"),
        max_length=200,
        required=False,
        help_text=TOOL_HELP,
    )
    answer_to = PlainTextField(
        label=_("返事がほしいときの連絡先"),
        max_length=200,
        required=False,
        help_text=ANSWER_HELP,
    )

    def answers(self) -> list[forms.BoundField]:
        """The fields that people see and answer."""
        return [self[name] for name in ("what", "where", "tool", "answer_to")]
