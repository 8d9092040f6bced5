"""Form of the public pages: the choice of two campaigns."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign


class ComparisonForm(forms.Form):
    """Choice of two campaigns to compare."""

    one = forms.ModelChoiceField(
        label=_("もとにする広報"), queryset=Campaign.objects.none(), empty_label=_("選んでください")
    )
    other = forms.ModelChoiceField(
        label=_("比べる広報"), queryset=Campaign.objects.none(), empty_label=_("選んでください")
    )

    def __init__(self, *args, campaigns, **options):
        """Form that offers these campaigns."""
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.queryset = campaigns

    def clean(self):
        """Refuse the same campaign twice."""
        cleaned = super().clean()
        if cleaned.get("one") and cleaned.get("one") == cleaned.get("other"):
            self.add_error("other", gettext("同じ広報です。別の広報を選んでください。"))
        return cleaned
