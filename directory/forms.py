"""Forms that admin and the members' desk share: a window, its rows, why it is suspended."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory import hours
from directory.fields import ClosingFormField, ComingDayFormField, column_of, longest_of
from directory.models import Window
from directory.out_of_use import offer_in_use
from directory.text.tidy import tidy


class PlainTextField(forms.CharField):
    """Text as people paste it, made plain."""

    def to_python(self, value):
        """Return plain spaces and line ends, without invisible characters."""
        return super().to_python(tidy(value) if isinstance(value, str) else value)


class WindowForm(forms.ModelForm):
    """Form of a window's facts without its rows; offers categories in use."""

    class Meta:
        widgets: ClassVar[dict[str, type[forms.Widget] | forms.Widget]] = {
            "categories": forms.CheckboxSelectMultiple
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_in_use(self)


class SuspensionForm(forms.Form):
    """Form of a suspension: its reason, and the day on which the window is to open again."""

    reason = PlainTextField(
        label=_("休止の理由"),
        max_length=longest_of(Window, "suspension_reason"),
        help_text=_(
            "住民と職員が読みます。例：設備の故障のため休みます。"
            "所在地非公開の窓口では、場所がわかることを書かないでください。"
        ),
        widget=forms.TextInput(attrs={"size": 60}),
    )
    reopens_on = ComingDayFormField(
        label=_("再開する予定の日"),
        required=False,
        help_text=_(
            "住民が読みます。わからないときは、空けておきます。"
            "その日になると職員に知らせます。自動では再開しません。"
        ),
    )

    def clean_reopens_on(self):
        """Refuse a day on which it would be open at once."""
        day = self.cleaned_data["reopens_on"]
        if day and day <= timezone.localdate():
            raise ValidationError(_("あすから後の日を入れてください。"))
        return day


@dataclass(frozen=True)
class Fault:
    """Error of a form: the id of its field ("" for the whole form), its label and the message.

    `fact` is the name of the fact that it is about, "" for none: of a row, that of its table.
    """

    place: str
    label: str
    message: str
    fact: str = ""

    @property
    def text(self) -> str:
        """Label and message as one sentence."""
        return f"{self.label}：{self.message}" if self.label else self.message


def faults_beside(form: forms.BaseForm, place: str = "", fact: str = "") -> list[Fault]:
    """Errors of a form, those of the whole first; `place` stands before each label.

    `fact` is that of a row; a field of the window is a fact of its own.
    """
    whole = [Fault("", place.strip(), str(message), fact) for message in form.non_field_errors()]
    return whole + [
        Fault(
            field.id_for_label or field.auto_id,
            f"{place}{field.label}",
            str(message),
            fact or field.name,
        )
        for field in form.visible_fields()
        for message in field.errors
    ]


# A window's place in the booklet is no reason to open a folded part of its form.
SAYS_NOTHING = frozenset({"order"})


def holds_something(form: forms.ModelForm, names: Iterable[str]) -> bool:
    """Whether one of these fields has an error, or says something else than in a new row."""
    told = (name for name in names if name not in SAYS_NOTHING)
    return any(name in form.errors or _says_something(form, name) for name in told)


def _says_something(form: forms.ModelForm, name: str) -> bool:
    value = form[name].value() if name in form.fields else getattr(form.instance, name)
    usual = column_of(form._meta.model, name).get_default()
    return str(value or "") != str(usual or "")


def kept_forms(formset: forms.BaseInlineFormSet) -> list[forms.ModelForm]:
    """Forms of the rows that remain after saving: neither empty nor to be deleted."""
    return [
        form
        for form in formset.forms
        if not is_to_be_deleted(form) and (form.instance.pk or form.has_changed())
    ]


def is_to_be_deleted(form: forms.ModelForm) -> bool:
    """Whether a row is ticked for that; where its counts are forged `deleted_forms` has none."""
    return bool(form.cleaned_data.get(DELETION_FIELD_NAME))


class PhoneForm(forms.ModelForm):
    """Form of one number in a table whose rows have an order."""

    def has_changed(self):
        """Whether more than its place was typed: a blank row has a place too."""
        return any(name != "order" for name in self.changed_data)


class PhoneFormSet(forms.BaseInlineFormSet):
    """The numbers of one window, each only once."""

    def clean(self):
        """Refuse the same number twice, however it is written, beside the second one."""
        super().clean()
        seen = set()
        for form in kept_forms(self):
            if not form.instance.dialled:
                continue
            number = (form.instance.kind, form.instance.dialled)
            if number in seen:
                form.add_error("printed", ValidationError(_("同じ番号が2回入っています。")))
            seen.add(number)


class HoursRuleForm(forms.ModelForm):
    """Form of one row of hours; its two times are read together, as in a text."""

    class Meta:
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"closes": ClosingFormField}
        help_texts: ClassVar[dict] = {
            "closes": _("例：17:15。24:00 も使えます。翌日までなら「翌8:30」。")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        opens, closes = self.initial.get("opens"), self.initial.get("closes")
        if isinstance(opens, int) and isinstance(closes, int) and closes <= opens:
            self.initial["closes"] = hours.end_text(opens, closes)

    def clean(self):
        """Carry 午後 over to the end; refuse an end that may be of either half of the day."""
        cleaned = super().clean()
        if {"opens", "closes"} <= cleaned.keys() and cleaned["opens"] < hours.DAY:
            try:
                pair = hours.read_pair(str(self["opens"].data), str(self["closes"].data))
            except ValueError as error:
                self.add_error("closes", str(error))
            else:
                cleaned["opens"], cleaned["closes"] = pair
        return cleaned


class HoursRuleFormSet(forms.BaseInlineFormSet):
    """The regular hours of one window, none of which overlap."""

    def clean(self):
        """Refuse overlapping rows, beside the later one."""
        super().clean()
        if any(self.errors):
            return
        rows = kept_forms(self)
        for problem in hours.problems([row.instance.as_rule() for row in rows]):
            rows[problem.index].add_error(problem.field, problem.message)


class ClosureForm(forms.ModelForm):
    """Form of a day or days with other hours; one day needs no last day."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["last_day"].required = False
        self.fields["last_day"].help_text = _("1日だけなら、空けておきます。")

    def clean_last_day(self):
        """Return the first day where none was typed."""
        return self.cleaned_data["last_day"] or self.cleaned_data.get("first_day")


class HoursExceptionFormSet(forms.BaseInlineFormSet):
    """The days on which other hours hold, each at most once."""

    def clean(self):
        """Refuse overlapping days, beside the later row."""
        super().clean()
        if any(self.errors):
            return
        rows = kept_forms(self)
        for problem in hours.problems([], [row.instance.as_exception() for row in rows]):
            rows[problem.index].add_error(problem.field, problem.message)
