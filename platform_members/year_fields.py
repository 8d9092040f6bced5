"""Fiscal years as people type them: 2026, 令和8年度, R8."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.number_fields import TypedNumber
from platform_members import fiscal_years


class FiscalYearFormField(forms.CharField):
    """A fiscal year; its value is the number of the year in which it begins."""

    def __init__(self, **options):
        help_text = options.pop("help_text", "") or _("「2026」か「令和8年度」のように入力します。")
        options = {"label": _("年度"), "widget": forms.TextInput(attrs={"size": 12}), **options}
        super().__init__(help_text=help_text, **options)

    def to_python(self, value):
        """Return the number; refuse in the words of `fiscal_years.read`."""
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        try:
            return fiscal_years.read(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error


class FiscalYearField(TypedNumber, models.PositiveSmallIntegerField):
    """Model field of a fiscal year."""

    form_class = FiscalYearFormField
    default_validators = [
        MinValueValidator(fiscal_years.FIRST),
        MaxValueValidator(fiscal_years.LAST),
    ]
