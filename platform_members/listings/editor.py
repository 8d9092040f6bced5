"""Editor of a window outside of admin, for members and reviewers."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.facts.schema import NAMED, PROPOSABLE, Section, of_section
from directory.facts.snapshot import plain
from directory.forms import (
    Fault,
    HoursExceptionFormSet,
    HoursRuleFormSet,
    PhoneFormSet,
    WindowForm,
    faults_beside,
    kept_forms,
)
from directory.models import Category, HoursException, HoursRule, Phone, Window
from directory.resubmission import typed_into
from platform_members.desk.fields import tidied
from platform_members.listings.forms import CommentForm

MOST_ROWS = 40
FEWEST_ROWS = {"phones": 1, "hours": 1, "exceptions": 0}
COLUMNS = [name for name in PROPOSABLE if not NAMED[name].row]


class ProposalForm(WindowForm):
    """Form of a window's facts that members may propose, without its rows."""

    class Meta(WindowForm.Meta):
        model = Window
        fields = COLUMNS
        widgets = WindowForm.Meta.widgets | {
            "description": forms.Textarea(attrs={"rows": 6}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
        }


def _rows(name, model, formset):
    return forms.inlineformset_factory(
        Window,
        model,
        formset=formset,
        fields=NAMED[name].row_fields,
        extra=0,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS + 1,
        validate_max=True,
        widgets={
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("valid_from", "valid_until", "first_day", "last_day")
        },
    )


ROWS = {
    "phones": (_("電話番号"), _rows("phones", Phone, PhoneFormSet)),
    "hours": (_("曜日と時刻"), _rows("hours", HoursRule, HoursRuleFormSet)),
    "exceptions": (
        _("臨時の休み・臨時の受付"),
        _rows("exceptions", HoursException, HoursExceptionFormSet),
    ),
}


# What the form consists of, for the page that shows it again when it came too late.
typed_into_editor = typed_into(
    ProposalForm, CommentForm, **{name: (title, formset) for name, (title, formset) in ROWS.items()}
)


class ListingEditor:
    """Editor: form and rows of a window, from facts to facts; nothing is saved."""

    def __init__(self, facts: dict, data: QueryDict | None = None):
        self.data = _sent(data) if data else None
        initial = {name: facts[name] for name in COLUMNS}
        categories = Category.objects.in_slugs(facts["categories"])
        initial["categories"] = [category.pk for category in categories]
        self._build(initial, {name: facts[name] for name in ROWS})

    def _build(self, initial: dict, rows: dict[str, list[dict]]) -> None:
        self.form = ProposalForm(self.data, initial=initial)
        self.rows = {}
        for name, (title, formset_class) in ROWS.items():
            # What was sent stands for itself: compared with what was there, a row that is as
            # before would count as empty.
            shown = rows[name] if self.data is None else None
            formset = formset_class(self.data, instance=Window(), prefix=name, initial=shown)
            formset.extra = len(rows[name]) or FEWEST_ROWS[name]
            formset.title = title
            self.rows[name] = formset

    def sections(self) -> Iterator[tuple[str | Promise, list[forms.BoundField], list]]:
        """The form from top to bottom: headings, each with its fields and its tables of rows."""
        for section in Section:
            facts = [fact for fact in of_section(section) if not fact.is_for_staff]
            fields = [self.form[fact.name] for fact in facts if not fact.row]
            tables = [self.rows[fact.name] for fact in facts if fact.row]
            if fields or tables:
                yield section.label, fields, tables

    def is_valid(self) -> bool:
        """Whether everything that was typed can become public."""
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def facts(self) -> dict:
        """What was typed, as facts; only after `is_valid`."""
        found = plain(self.form.instance, (n for n in COLUMNS if not NAMED[n].related))
        found["categories"] = [category.slug for category in self.form.cleaned_data["categories"]]
        for name, rows in self.rows.items():
            fields = NAMED[name].row_fields
            found[name] = [plain(form.instance, fields) for form in kept_forms(rows)]
        return found

    def add_row(self, name: str) -> None:
        """Add a blank row of a kind; typed values stay, without errors."""
        initial = _typed(self.form)
        rows = {
            each: [_typed(form) for form in formset.forms if not _is_deleted(form)]
            for each, formset in self.rows.items()
        }
        rows[name].append({})
        self.data = None
        self._build(initial, rows)
        # The page opens at this row, not at its top.
        self.rows[name].forms[-1].is_added = True

    def refuse(self, message: str) -> None:
        """Add an error of the form as a whole."""
        self.form.add_error(None, message)

    def problems(self) -> list[Fault]:
        """Errors of the whole and beside the fields, from top to bottom."""
        if self.data is None:
            return []
        found = faults_beside(self.form)
        for formset in self.rows.values():
            found += [
                Fault("", str(formset.title), str(message)) for message in formset.non_form_errors()
            ]
            for number, form in enumerate(formset.forms, start=1):
                place = _("%(title)s %(number)d行目 ") % {"title": formset.title, "number": number}
                found += faults_beside(form, place)
        return found


def _sent(data: QueryDict) -> QueryDict:
    """Data of a POST, tidied, without keys of former rows."""
    data = tidied(data)
    for name in ROWS:
        data[f"{name}-INITIAL_FORMS"] = "0"
    return data


def _typed(form: forms.ModelForm) -> dict:
    """Typed values of a form, sound or not."""
    return {bound.name: bound.data for bound in form.visible_fields()}


def _is_deleted(form: forms.ModelForm) -> bool:
    return bool(form["DELETE"].data)
