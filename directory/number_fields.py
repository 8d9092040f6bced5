"""Whole numbers as people type them: 12, １２, 55,000部, 第3回, ¥1,200."""

import re
import unicodedata

from django import forms
from django.db import models

UNITS = re.compile(
    r"[第¥]?\s*(\d{1,3}(?:,\d{3})+|\d+)\s*(?:部|人|名|回|件|円|か月|カ月|ヶ月|ヵ月|番目?)?"
)


class WholeNumberFormField(forms.IntegerField):
    """A whole number, with its unit or without."""

    def to_python(self, value):
        """Return the number; refuse any other text in Django's words."""
        if isinstance(value, str):
            plain = unicodedata.normalize("NFKC", value).strip()
            found = UNITS.fullmatch(plain)
            value = found[1].replace(",", "") if found else plain
        return super().to_python(value)


class TypedNumber(models.Field):
    """Part of a model field of numbers: its form reads what people type.

    In migrations it is Django's own field, as the table is the same.
    """

    form_class: type[forms.Field] = WholeNumberFormField

    def formfield(self, **options):
        """The field of a form."""
        return models.Field.formfield(self, **{"form_class": self.form_class, **options})

    def deconstruct(self):
        """Name, class, arguments."""
        name, _path, arguments, options = super().deconstruct()
        return name, f"django.db.models.{self.get_internal_type()}", arguments, options


class NumberField(TypedNumber, models.PositiveIntegerField):
    """Model field of a whole number up to 2,147,483,647."""


class SmallNumberField(TypedNumber, models.PositiveSmallIntegerField):
    """Model field of a whole number up to 32,767."""


class BigNumberField(TypedNumber, models.PositiveBigIntegerField):
    """Model field of a whole number of any size that is counted."""
