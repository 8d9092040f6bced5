"""Forms of a member's own pages: the organisation, and why a window is closed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.concurrency import RevisedForm
from directory.fields import longest_of
from directory.models import Window
from platform_members.desk.fields import PlainTextField
from platform_members.listings.actions.organisations import EDITABLE
from platform_members.models import Organisation


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
        max_length=longest_of(Window, "suspension_reason"),
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
