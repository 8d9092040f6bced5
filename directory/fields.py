"""Model fields that Django lacks."""

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.validators import URLValidator
from django.db import models


class ChoicesField(ArrayField):
    """Several of a few fixed choices, ticked in a form, kept as an array in PostgreSQL."""

    def formfield(self, **kwargs):
        """Offer the choices as boxes to tick instead of text between commas."""
        return models.Field.formfield(
            self,
            form_class=forms.TypedMultipleChoiceField,
            choices_form_class=forms.TypedMultipleChoiceField,
            choices=self.base_field.choices,
            coerce=self.base_field.to_python,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )


class WebAddressField(models.URLField):
    """An http or https address; anything else could do harm when a resident taps it."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def formfield(self, **kwargs):
        """Take an address typed without its scheme to be https."""
        return super().formfield(**{"assume_scheme": "https", **kwargs})
