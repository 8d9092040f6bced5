"""Typed data of any form in words: labels for names, choices for values."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib.admin import ModelAdmin
from django.db import DatabaseError
from django.urls import ResolverMatch
from django.utils.translation import gettext as _

from directory.models import Category
from directory.text.days import day_words

ROW = re.compile(r"(?P<prefix>.+)-(?P<number>\d+)-(?P<field>[a-z_]\w*)")
# Fields that pages send along, which are not typed.
NOT_TYPED = {
    "action",
    "answer",
    "base",
    "decision",
    "do",
    "index",
    "new_uid",
    "next",
    "opened",
    "opened_from",
    "public",
    "revision",
    "seen",
    "select_across",
    "shown",
    "version",
}


@dataclass(frozen=True)
class Typed:
    """Typed or ticked value: its label and its text."""

    label: str
    text: str


class TypedWords:
    """The labels and choices of the forms that post to one view."""

    def __init__(self, match: ResolverMatch | None):
        view = inspect.unwrap(match.func) if match else None
        self.fields: dict[str, forms.Field] = {}
        self.rows: dict[str, tuple[str, dict[str, forms.Field]]] = {}
        # Of a view that names its forms, what is in none of them was not typed.
        self.is_complete = hasattr(view, "typed_into")
        self._read(*getattr(view, "typed_into", ((), {})))
        owner = getattr(match.func if match else None, "model_admin", None)
        owner = owner or getattr(view, "__self__", None)
        if isinstance(owner, ModelAdmin):
            self._read_admin(owner)

    def of(self, sent: list[tuple[str, str]]) -> list[Typed]:
        """What was sent, in its order, without what is empty or was not typed."""
        together: dict[str, list[str]] = {}
        for name, value in sent:
            if value.strip():
                together.setdefault(name, []).append(value)
        return [typed for name, values in together.items() for typed in self._one(name, values)]

    def _read(self, form_classes, formset_classes) -> None:
        for form_class in form_classes:
            self.fields |= form_class.base_fields
        for prefix, (title, formset_class) in formset_classes.items():
            self.rows[prefix] = (str(title), formset_class.form.base_fields)

    def _read_admin(self, owner: ModelAdmin) -> None:
        for form_class in getattr(owner, "typed_into", ()):
            self.fields |= form_class.base_fields
        self.fields |= owner.form.base_fields | _fields_of(owner.model)
        for inline in owner.inlines:
            made = inline(owner.model, owner.admin_site)
            formset = forms.inlineformset_factory(
                owner.model, inline.model, fk_name=inline.fk_name, fields=()
            )
            title = str(made.verbose_name or inline.model._meta.verbose_name)
            hidden = {formset.fk.name}  # type: ignore[attr-defined]  # a field, not a descriptor
            fields = {k: v for k, v in _fields_of(inline.model).items() if k not in hidden}
            self.rows[formset.get_default_prefix()] = (title, fields)

    def _one(self, name: str, values: list[str]) -> Iterator[Typed]:
        row = ROW.fullmatch(name)
        if row and row["prefix"] in self.rows:
            title, fields = self.rows[row["prefix"]]
            if field := fields.get(row["field"]):
                number = int(row["number"]) + 1
                yield Typed(f"{title} {number}：{field.label}", self._words(field, values))
        elif field := self.fields.get(name):
            yield Typed(str(field.label or name), self._words(field, values))
        elif not self.is_complete and not row and not _is_technical(name):
            yield Typed(_label_of(name), "、".join(values))

    def _words(self, field: forms.Field, values: list[str]) -> str:
        """Values as the page had shown them."""
        if isinstance(field, forms.ModelChoiceField):
            return self._row_names(field, values)
        if isinstance(field, forms.BooleanField):
            return _("はい")
        choices = dict(_flat(getattr(field, "choices", ())))
        return "、".join(str(choices.get(value, value)) for value in values)

    def _row_names(self, field: forms.ModelChoiceField, values: list[str]) -> str:
        """Names of chosen rows where these are public, else their number."""
        if field.queryset is not None and field.queryset.model is Category:
            keys = {int(value) for value in values if value.isdecimal() and len(value) < 10}
            with suppress(DatabaseError):  # the page must come also when that is the trouble
                return "、".join(map(str, Category.objects.in_bulk(keys).values()))
        return _("%(count)d件を選択") % {"count": len(values)}


def _label_of(name: str) -> str:
    """Label of a field without a known one; fields of grids are named by their days."""
    try:
        return day_words(date.fromisoformat(name))
    except ValueError:
        return _("入力した内容")


def _is_technical(name: str) -> bool:
    """Whether a field is not for typing: a button, a count of rows, a page's hidden mark."""
    return (
        name in NOT_TYPED
        or name.startswith(("_", "initial-"))  # initial-: what a field held when the page opened
        or name.endswith("_FORMS")
        or "-__prefix__-" in name  # the row from which a script copies new ones
    )


def _fields_of(model) -> dict[str, forms.Field]:
    """The form fields of everything in a model that a person can type into."""
    editable = (each for each in (*model._meta.fields, *model._meta.many_to_many) if each.editable)
    found = ((each.name, each.formfield()) for each in editable)
    return {name: field for name, field in found if field is not None}


def _flat(choices) -> Iterator[tuple[str, str]]:
    """Choices without their groups, with values as a form sends them."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), label
