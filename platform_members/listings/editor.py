"""Editor of a window outside of admin, for members and reviewers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.facts.schema import NAMED, PROPOSABLE
from directory.facts.snapshot import plain
from directory.fields import ComingDayFormField, DayField, column_of
from directory.forms import (
    ClosureForm,
    Fault,
    HoursExceptionFormSet,
    HoursRuleForm,
    HoursRuleFormSet,
    PhoneFormSet,
    WindowForm,
    faults_beside,
    kept_forms,
)
from directory.hours_text import HoursTextForm
from directory.models import Category, HoursException, HoursRule, Phone, Window
from directory.resubmission import typed_into
from platform_members.desk.fields import tidied
from platform_members.listings.forms import CommentForm
from platform_members.listings.parts import WHOLE, Part

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


def _rows(name, model, formset, form=forms.ModelForm):
    days = [each for each in NAMED[name].row_fields if isinstance(column_of(model, each), DayField)]
    return forms.inlineformset_factory(
        Window,
        model,
        form=form,
        formset=formset,
        fields=NAMED[name].row_fields,
        extra=0,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS + 1,
        validate_max=True,
        # As text: 12/30 and 令和8年12月30日 are typed quicker than they are found in a calendar.
        widgets={day: forms.DateInput(format="%Y/%m/%d") for day in days},
        field_classes={day: ComingDayFormField for day in days} if form is ClosureForm else None,
    )


ROWS = {
    "phones": (_("電話番号"), _rows("phones", Phone, PhoneFormSet)),
    "hours": (_("曜日と時刻"), _rows("hours", HoursRule, HoursRuleFormSet, HoursRuleForm)),
    "exceptions": (
        _("臨時の休み・臨時の受付"),
        _rows("exceptions", HoursException, HoursExceptionFormSet, ClosureForm),
    ),
}
# Fields of a row of hours that few windows need: folded away while they say nothing.
RARE = {
    "nth_weeks",
    "on_holidays",
    "by_reservation",
    "tentative",
    "label",
    "valid_from",
    "valid_until",
}


# What the form consists of, for the page that shows it again when it came too late.
typed_into_editor = typed_into(
    ProposalForm,
    CommentForm,
    HoursTextForm,
    **{name: (title, formset) for name, (title, formset) in ROWS.items()},
)


@dataclass(frozen=True)
class ShownGroup:
    """Fields and tables of rows that stand together on the page."""

    label: str | Promise
    fields: list[forms.BoundField]
    tables: list[forms.BaseInlineFormSet]
    is_folded: bool
    is_open: bool


class ListingEditor:
    """Editor: form and rows of a part of a window, from facts to facts; nothing is saved.

    `unfinished` are facts of a draft that cannot become public yet, as `said` returned them: they
    are shown as they were typed.
    """

    def __init__(
        self,
        facts: dict,
        data: QueryDict | None = None,
        *,
        part: Part = WHOLE,
        unfinished: dict[str, dict] | None = None,
    ):
        self.part = part
        self.data = _sent(data, part) if data else None
        self.columns = [name for name in part.names if name in COLUMNS]
        self.unfinished = {k: v for k, v in (unfinished or {}).items() if k in part.names}
        typed = {name: each["typed"] for name, each in self.unfinished.items()}
        initial = {name: facts[name] for name in self.columns}
        if "categories" in initial:
            categories = Category.objects.in_slugs(facts["categories"])
            initial["categories"] = [category.pk for category in categories]
        rows = {name: facts[name] for name in ROWS if name in part.names} | typed
        if part.blank_row:
            rows[part.blank_row] = [*rows[part.blank_row], {}]
        self._build(initial | typed, {name: rows[name] for name in ROWS if name in rows})

    def _build(self, initial: dict, rows: dict[str, list[dict]]) -> None:
        self.form = ProposalForm(self.data, initial=initial)
        for name in set(COLUMNS) - set(self.columns):
            del self.form.fields[name]
        self.rows = {}
        for name, given in rows.items():
            title, formset_class = ROWS[name]
            # What was sent stands for itself: compared with what was there, a row that is as
            # before would count as empty.
            shown = given if self.data is None else None
            formset = formset_class(self.data, instance=Window(), prefix=name, initial=shown)
            formset.extra = len(given) or FEWEST_ROWS[name]
            formset.title = title
            self.rows[name] = formset

    def groups(self) -> Iterator[ShownGroup]:
        """The form from top to bottom."""
        for group in self.part.groups:
            columns = [self.form[name] for name in group.names if name in self.columns]
            tables = [self.rows[name] for name in group.names if name in self.rows]
            for form in (form for table in tables for form in table):
                rare = RARE if isinstance(form.instance, HoursRule) else ()
                is_blank = not form.is_bound and not form.initial  # there is nothing to delete
                fields = [
                    each
                    for each in form.visible_fields()
                    if not (is_blank and each.name == "DELETE")
                ]
                form.usual = [each for each in fields if each.name not in rare]
                form.rare = [each for each in fields if each.name in rare]
                form.rare_is_open = any(each.errors or _says(each) for each in form.rare)
            is_open = any(field.errors or field.name in self.unfinished for field in columns)
            yield ShownGroup(group.label, columns, tables, group.is_folded, is_open)

    def is_valid(self) -> bool:
        """Whether everything that was typed can become public."""
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def said(self) -> tuple[dict, dict]:
        """What was typed: sound facts; and what cannot become public yet, as typed, with why."""
        errors = self.form.errors
        broken = self.columns if NON_FIELD_ERRORS in errors else [*errors]
        sound = [name for name in self.columns if name not in broken]
        facts = plain(self.form.instance, (n for n in sound if not NAMED[n].related))
        if "categories" in sound:
            facts["categories"] = [each.slug for each in self.form.cleaned_data["categories"]]
        unfinished: dict[str, Any] = {name: _kept(self.form[name].data) for name in broken}
        for name, rows in self.rows.items():
            if rows.is_valid():
                fields = NAMED[name].row_fields
                facts[name] = [plain(form.instance, fields) for form in kept_forms(rows)]
            else:
                kept = [form for form in rows.forms if form.has_changed() and not _is_deleted(form)]
                unfinished[name] = _kept([_typed(form) for form in kept])
        faults = self.faults()
        return facts, {
            name: {
                "typed": typed,
                "why": [
                    {"text": each.message, "place": each.place, "label": each.label}
                    for each in faults
                    if each.fact in ("", name)
                ],
            }
            for name, typed in unfinished.items()
        }

    def facts(self) -> dict:
        """What was typed, as facts; only after `is_valid`."""
        return self.said()[0]

    def add_row(self, name: str) -> None:
        """Add a blank row of a kind; typed values stay, without errors."""
        rows = {
            each: [_typed(form) for form in formset.forms if not _is_deleted(form)]
            for each, formset in self.rows.items()
        }
        rows[name].append({})
        self._show_typed(rows)
        # The page opens at this row, not at its top.
        self.rows[name].forms[-1].is_added = True

    def show_typed(self) -> None:
        """Show typed values without errors, rows that are marked to be removed among them."""
        tables = self.rows.items()
        self._show_typed({name: [_typed(form) for form in table.forms] for name, table in tables})

    def _show_typed(self, rows: dict[str, list[dict]]) -> None:
        initial = _typed(self.form)
        self.data, self.unfinished = None, {}
        self._build(initial, rows)

    def refuse(self, message: str) -> None:
        """Add an error of the form as a whole."""
        self.form.add_error(None, message)

    def faults(self) -> list[Fault]:
        """What is wrong with what was typed; of a draft, what was wrong when it was saved."""
        if self.data is None:
            return [
                Fault(why["place"], why["label"], why["text"], name)
                for name, each in self.unfinished.items()
                for why in each["why"]
            ]
        found = faults_beside(self.form)
        for name, formset in self.rows.items():
            title = str(formset.title)
            found += [Fault("", title, str(text), name) for text in formset.non_form_errors()]
            for number, form in enumerate(formset.forms, start=1):
                row = _("%(title)s %(number)d行目 ") % {"title": title, "number": number}
                found += faults_beside(form, row, name)
        return found


def _sent(data: QueryDict, part: Part) -> QueryDict:
    """Data of a POST, tidied, without keys of former rows."""
    data = tidied(data)
    for name in set(ROWS).intersection(part.names):
        data[f"{name}-INITIAL_FORMS"] = "0"
    return data


def _typed(form: forms.ModelForm) -> dict:
    """Typed values of a form, sound or not."""
    return {bound.name: bound.data for bound in form.visible_fields()}


def _is_deleted(form: forms.ModelForm) -> bool:
    return bool(form["DELETE"].data)


def _says(bound: forms.BoundField) -> bool:
    """Whether a field says more than a blank row does."""
    usual = bound.field.initial
    return bound.value() not in ("", None, False, [], usual() if callable(usual) else usual)


def _kept(typed):
    """Typed values as JSON; PostgreSQL keeps no NUL."""
    if isinstance(typed, str):
        return typed.replace("\x00", "")
    if isinstance(typed, list):
        return [_kept(each) for each in typed]
    if isinstance(typed, dict):
        return {name: _kept(each) for name, each in typed.items()}
    return typed
