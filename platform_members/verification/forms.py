"""The form behind the link of a verification mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from platform_members.models.verification import LONGEST_MESSAGE


class ChangesForm(forms.Form):
    """Form of a contact's message of changes."""

    message = forms.CharField(
        label=_("変わったこと"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("例：電話番号が 0596-00-0000 に変わりました。水曜日も受け付けています。"),
        error_messages={"required": _("変わったことを書いてください。")},
    )
