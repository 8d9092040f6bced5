"""The small forms of the desk and of the review."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from directory.concurrency import RevisedForm
from directory.models import Window
from directory.tidy_text import tidy
from platform_members.actions.organisations import EDITABLE
from platform_members.comparison import Row
from platform_members.models import Organisation

LARGEST_NUMBER = 2**31 - 1


class PlainTextField(forms.CharField):
    """Text as people paste it, made plain."""

    def to_python(self, value):
        """Return plain spaces and line ends, and nothing that nobody can see."""
        return super().to_python(tidy(value) if isinstance(value, str) else value)


def number_in(data: QueryDict, name: str) -> int | None:
    """Return a number that one of our hidden fields carries; None where it is none."""
    text = data.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_NUMBER))):
        return None
    return min(int(text), LARGEST_NUMBER)


def tidied(data: QueryDict) -> QueryDict:
    """Return what was sent with plain spaces and line ends in every field."""
    data = data.copy()
    for key, values in list(data.lists()):
        data.setlist(key, [tidy(value) for value in values])
    return data


class OrganisationForm(RevisedForm):
    """What residents read of an organisation, but for what only staff decide."""

    class Meta:
        model = Organisation
        fields = EDITABLE
        widgets = {"activities": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"small_steps": _("いま提供できるものだけを選びます。")}


class SuspensionForm(forms.Form):
    """Why a window is closed."""

    reason = PlainTextField(
        label=_("休止の理由"),
        max_length=Window._meta.get_field("suspension_reason").max_length,
        help_text=_("住民と職員が読みます。例：設備の故障のため、11月30日まで休みます。"),
    )


class CommentForm(forms.Form):
    """A word of the reviewer to the member."""

    comment = PlainTextField(
        label=_("団体へのコメント"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("返すとき・見送るときは必ず書きます。メールで、出した人に届きます。"),
    )


class ReviewForm(CommentForm):
    """A reviewer's decision: what of a change becomes public, and a word to the member."""

    KEEPS, TAKES = "keep", "take"

    def __init__(
        self, data: QueryDict | None, *, rows: list[Row], decision: str = "", comment: str = ""
    ):
        super().__init__(data, initial={"comment": comment})
        self.decision, self.names = decision, [row.name for row in rows]
        for row in rows:
            self.fields[f"take_{row.name}"] = _choice(row) if row.is_conflict else _tick(row)

    def clean(self):
        """A refusal says why; where staff were at the same fact, somebody chooses."""
        super().clean()
        if self.decision in ("return", "decline"):
            if not self.cleaned_data.get("comment"):
                self.add_error("comment", _("団体が読む理由を書いてください。"))
            return
        for name in self.names:
            if not self._is_told(name):
                self.add_error(f"take_{name}", _("どちらの内容にするかを選んでください。"))

    def _is_told(self, name: str) -> bool:
        field = f"take_{name}"
        return field in self.errors or self.cleaned_data.get(field) != ""

    @property
    def taken(self) -> dict[str, bool]:
        """Of each changed fact, whether it becomes public."""
        return {
            name: self.cleaned_data[f"take_{name}"] in (True, self.TAKES) for name in self.names
        }


def _tick(row: Row) -> forms.BooleanField:
    label = _("「%s」を承認する") % row.label
    return forms.BooleanField(label=label, required=False, initial=True)


def _choice(row: Row) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("「%s」はどちらにしますか") % row.label,
        required=False,
        choices=[
            (ReviewForm.KEEPS, _("いまの内容のままにする")),
            (ReviewForm.TAKES, _("変更案にする")),
        ],
        widget=forms.RadioSelect,
    )
