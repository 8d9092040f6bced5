"""What a clerk has typed into a window's form, as a window and as facts, with nothing saved."""

from __future__ import annotations

import copy
from collections.abc import Iterable

from django import forms
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME

from directory.facts.apply import fault_of_categories
from directory.forms import WindowForm
from directory.models import HoursException, HoursRule, Phone, Window

# Buttons that only look: the page comes back as it was typed.
LOOKING = ("_preview", "_back")


def whole_number(text: str | None) -> int:
    """A primary key as an address or a form carries it; 0, which no row has, for anything else."""
    return int(text) if text and len(text) < 19 and text.isdecimal() else 0


class ClerksWindowForm(WindowForm):
    """A window's form that is not saved while the clerk only wants to look."""

    def is_valid(self) -> bool:
        """Whether it may be saved now; looking is no fault, so that no error is shown."""
        return super().is_valid() and not any(button in self.data for button in LOOKING)

    def clean(self):
        """Keep a window in a category in use; take line ends as they are kept."""
        cleaned = super().clean()
        if chosen := cleaned.get("categories"):
            window = self.instance
            own = window.categories.values_list("slug", flat=True) if window.pk else ()
            if fault := fault_of_categories(chosen, own=own, status=window.status):
                self.add_error("categories", fault)
        for name in ("description", "note"):
            if cleaned.get(name):
                cleaned[name] = cleaned[name].replace("\r\n", "\n")
        return cleaned


def typed_formsets(model_admin, request, window: Window) -> list[forms.BaseInlineFormSet]:
    """The tables below the form, filled with what was sent."""
    formsets = []
    for formset, inline in model_admin.get_formsets_with_inlines(request, window):
        prefix = formset.get_default_prefix()
        formsets.append(formset(**model_admin.get_formset_kwargs(request, window, inline, prefix)))
    return formsets


def is_sound(form: forms.ModelForm, formsets: list[forms.BaseInlineFormSet]) -> bool:
    """Whether everything that was typed could be saved.

    A row that somebody else has removed since counts as sound: it is only unknown by its key.
    """
    if form.errors or any(formset.non_form_errors() for formset in formsets):
        return False
    return all(set(row.errors) <= {"id"} for row in _kept_rows(formsets))


def typed_window(form: forms.ModelForm, formsets: list[forms.BaseInlineFormSet]) -> Window:
    """The window as it would be, with phones, hours, days off and categories; for reading only."""
    window = copy.copy(form.instance)
    if window.pk is None:
        window.pk = 0  # lets rows belong to it
    rows = [row.instance for row in _kept_rows(formsets)]
    window._prefetched_objects_cache = {
        "categories": form.cleaned_data["categories"],
        "phones": _held(Phone, rows, lambda phone: phone.order),
        "hours_rules": _held(HoursRule, rows, lambda rule: 0),
        "hours_exceptions": _held(HoursException, rows, lambda each: each.first_day),
    }
    return window


def _kept_rows(formsets: Iterable[forms.BaseInlineFormSet]) -> list[forms.ModelForm]:
    """The rows that would be there after saving; told from what was sent, sound or not."""
    return [
        row
        for formset in formsets
        for row in formset.forms
        if not row.cleaned_data.get(DELETION_FIELD_NAME) and (row.instance.pk or row.has_changed())
    ]


def _held(model: type[models.Model], rows: list[models.Model], order) -> models.QuerySet:
    """Unsaved rows of one kind, in their order, as a queryset that asks no database."""
    held = model._default_manager.none()
    held._result_cache = sorted((row for row in rows if isinstance(row, model)), key=order)
    return held
