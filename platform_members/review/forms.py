"""Form of the review."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from platform_members.listings.comparison import DiffRow
from platform_members.listings.forms import CommentForm


class ReviewForm(CommentForm):
    """Form of a decision: facts to publish, and a comment to the member."""

    KEEPS, TAKES = "keep", "take"

    def __init__(
        self,
        data: QueryDict | None,
        *,
        rows: list[DiffRow],
        decision: str = "",
        comment: str = "",
        by_portal: bool = False,
    ):
        super().__init__(data, initial={"comment": comment}, by_portal=by_portal)
        self.decision, self.names = decision, [row.name for row in rows]
        for row in rows:
            self.fields[f"take_{row.name}"] = _choice(row) if row.is_conflict else _tick(row)

    def clean(self):
        """A refusal needs a comment; a fact that staff have changed too needs a choice."""
        super().clean()
        if self.decision in ("return", "decline"):
            if not self.cleaned_data.get("comment"):
                self.add_error("comment", _("理由を書いてください。"))
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


def _tick(row: DiffRow) -> forms.BooleanField:
    label = _("「%s」を承認する") % row.label
    return forms.BooleanField(label=label, required=False, initial=True)


def _choice(row: DiffRow) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("「%s」はどちらにしますか") % row.label,
        required=False,
        choices=[
            (ReviewForm.KEEPS, _("いまの内容のままにする")),
            (ReviewForm.TAKES, _("変更案にする")),
        ],
        widget=forms.RadioSelect,
    )
