"""Typed values of a window's form, as an unsaved window."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin

from directory.django_internals import give_rows, rows_read
from directory.facts.apply import fault_of_categories
from directory.forms import WindowForm, is_to_be_deleted
from directory.models import HoursException, HoursRule, Phone, Window


class ClerksWindowForm(WindowForm):
    """Window form with the fields that only staff decide."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "categories" in self.fields:
            # Categories have a list of their own; a window is no place to make one.
            self.fields["categories"].widget.can_add_related = False

    def clean(self):
        """Refuse categories out of use; normalise line ends."""
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


@dataclass(frozen=True)
class Typed:
    """Form of a window and the tables below it, with the data of a POST."""

    form: forms.ModelForm
    formsets: list[Any]
    inlines: list[admin.options.InlineModelAdmin]

    def is_sound(self) -> bool:
        """Whether everything could be saved.

        A row that another person has removed since counts as sound: only its key is unknown.
        """
        if self.form.errors or any(formset.non_form_errors() for formset in self.formsets):
            return False
        return all(set(row.errors) <= {"id"} for row in self._kept_rows())

    def forget_faults(self) -> None:
        """Show the form without faults: it was sent for another reason than to be saved."""
        for formset in self.formsets:
            # Asks for all faults first: a table takes rows for sound that have lost theirs.
            formset.non_form_errors().clear()
        for form in [self.form, *(row for formset in self.formsets for row in formset.forms)]:
            form.errors.clear()

    def window(self) -> Window:
        """Unsaved window with its typed rows; for reading only."""
        window = copy.copy(self.form.instance)
        if window.pk is None:
            window.pk = 0  # lets rows belong to it
        give_rows(
            window,
            categories=self.form.cleaned_data["categories"],
            phones=self._rows(Phone, lambda phone: phone.order),
            hours_rules=self._rows(HoursRule, lambda rule: 0),
            hours_exceptions=self._rows(HoursException, lambda each: each.first_day),
        )
        return window

    def _rows(self, model, order):
        rows = [row.instance for row in self._kept_rows() if isinstance(row.instance, model)]
        return rows_read(model, sorted(rows, key=order))

    def _kept_rows(self) -> list[forms.ModelForm]:
        """Forms of the rows that remain after saving, sound or not."""
        return [
            row
            for formset in self.formsets
            for row in formset.forms
            if not is_to_be_deleted(row) and (row.instance.pk or row.has_changed())
        ]
