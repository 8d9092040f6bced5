"""Forms about programmes and rounds."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.concurrency import RevisedForm, display_value
from directory.django_internals import ChecksHiddenFields
from directory.fields import ComingDayFormField
from directory.forms import PlainTextField
from directory.text.days import day_words
from platform_members import fiscal_years
from platform_members.models import CollectionRound, Organisation, Programme

# An answer is not waited for longer than this; a due date beyond it was mistyped.
LONGEST_WAIT = timedelta(days=366)
# One of each department and member organisation that a round may ask, and as many again.
MAX_FILES = 100
_TEXTS = [
    "name",
    "target",
    "contractor",
    "content",
    "possible_development",
    "npo_name",
    "npo_about",
]


class ProgrammeForm(ChecksHiddenFields, RevisedForm):
    """One line of the sharing sheet, as a department types it."""

    locks = False  # `save_programme` locks the year first, then the row
    # The department and the year are not typed, but the name may be there already.
    hidden_but_checked = frozenset({"organisation", "fiscal_year", "retired_at"})

    class Meta:
        model = Programme
        fields = [
            "name",
            "status",
            "kind",
            "target",
            "delivery",
            "contractor",
            "content",
            "possible_development",
            "categories",
            "windows",
            "npo_name",
            "npo_about",
        ]
        field_classes = dict.fromkeys(_TEXTS, PlainTextField)
        widgets = {
            "categories": forms.CheckboxSelectMultiple,
            "windows": forms.CheckboxSelectMultiple,
            **{
                name: forms.Textarea(attrs={"rows": 4})
                for name in ("content", "possible_development", "npo_about")
            },
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["windows"].queryset = self.instance.possible_windows
        if not self.instance.possible_windows.exists():
            del self.fields["windows"]

    def clean(self):
        """Only an NPO with which a department works may do without the kind of support."""
        super().clean()
        if not self.cleaned_data.get("kind") and not self.cleaned_data.get("npo_name"):
            self.add_error("kind", _("種別を選んでください。"))

    def _said_by(self, row) -> dict[str, str]:
        """Display values, of windows those that the form shows."""
        said = super()._said_by(row)
        if "windows" in said:
            shown = row.windows.filter(pk__in=row.possible_windows)
            said["windows"] = display_value(Programme._meta.get_field("windows"), shown)
        return said

    @property
    def related(self) -> dict:
        """The rows that were ticked, by field, and windows that the form does not show."""
        ticked = {
            name: list(self.cleaned_data[name])
            for name in ("categories", "windows")
            if name in self.fields
        }
        if "windows" in ticked and self.instance.pk:
            unseen = self.instance.windows.exclude(pk__in=self.instance.possible_windows)
            ticked["windows"] += unseen
        return ticked


class RoundForm(forms.ModelForm):
    """Form of a new round, with the organisations to ask."""

    organisations = forms.ModelMultipleChoiceField(
        label=_("尋ねる課・団体"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = CollectionRound
        fields = ["title", "explanation", "fiscal_year", "due_on"]
        field_classes = {
            "title": PlainTextField,
            "explanation": PlainTextField,
            "due_on": ComingDayFormField,
        }
        widgets = {
            "explanation": forms.Textarea(attrs={"rows": 5}),
            "due_on": forms.DateInput(format="%Y/%m/%d"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        present = Organisation.objects.members_on(timezone.localdate()).order_by("pk")
        self.fields["organisations"].queryset = present
        self.fields["organisations"].initial = [
            each.pk for each in present if each.kind == Organisation.Kind.CITY
        ]

    def clean_due_on(self):
        """Refuse a day that is past or far ahead, unless it was saved before."""
        day, today = self.cleaned_data["due_on"], timezone.localdate()
        if "due_on" in self.changed_data and not today <= day <= today + LONGEST_WAIT:
            text = _("回答期限は、今日（%(today)s）から1年以内の日にしてください。")
            raise forms.ValidationError(text % {"today": day_words(today)})
        return day

    def clean_fiscal_year(self):
        """Refuse a year that has a round, or is far ahead."""
        year = self.cleaned_data["fiscal_year"]
        last = fiscal_years.fiscal_year_of(timezone.localdate()) + 1
        if year > last:
            text = _("先の年度です。%(last)s までの年度を入力してください。")
            raise forms.ValidationError(text % {"last": fiscal_years.label(last)})
        if CollectionRound.objects.of_year(year).exists():
            raise forms.ValidationError(_("この年度の照会は、もうあります。"))
        return year


class RoundCorrectionForm(RoundForm):
    """Form of an open round's correction, with further organisations to ask.

    The year stays: what was entered belongs to it. A round about a wrong year is withdrawn.
    """

    class Meta(RoundForm.Meta):
        fields = ["title", "explanation", "due_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        more = self.fields["organisations"]
        more.label, more.required, more.initial = _("さらに尋ねる課・団体"), False, []
        more.queryset = more.queryset.not_asked_in(self.instance)


class FilesInput(forms.ClearableFileInput):
    """A box for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files."""

    widget = FilesInput

    def clean(self, data, initial=None):
        """Return a list of files."""
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(data) > MAX_FILES:
            raise forms.ValidationError(
                _("ファイルが多すぎます（%(number)d個）。一度に%(most)d個までにしてください。")
                % {"number": len(data), "most": MAX_FILES}
            )
        return [super(FilesField, self).clean(file, initial) for file in data]


class SheetsForm(forms.Form):
    """Filled sheets, one or many at once."""

    files = FilesField(  # type: ignore[assignment]  # a field; Django takes it off the class
        label=_("入力したシート"),
        help_text=_("Excel（.xlsx）かCSVのファイルを、一度に%d個まで選べます。") % MAX_FILES,
    )
