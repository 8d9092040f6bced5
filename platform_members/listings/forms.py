"""Forms of a member's own pages: the organisation, and a reviewer's comment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.concurrency import RevisedForm
from directory.forms import PlainTextField
from platform_members.listings.actions.organisations import EDITABLE
from platform_members.models import Organisation


class OrganisationForm(RevisedForm):
    """Form of an organisation's public description."""

    class Meta:
        model = Organisation
        fields = EDITABLE
        widgets = {"activities": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"small_steps": _("いま提供できるものだけを選びます。")}


class CommentForm(forms.Form):
    """Form of a reviewer's comment to the member."""

    comment = PlainTextField(
        label=_("団体へのコメント"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("返すとき・見送るときは必ず書きます。メールで、出した人に届きます。"),
    )

    def __init__(self, *args, by_portal: bool = False, **options):
        super().__init__(*args, **options)
        if by_portal:  # no person there reads it
            self.fields["comment"].label = _("決めた理由")
            self.fields["comment"].help_text = _("見送るときは必ず書きます。記録に残ります。")
