"""Filters of a window's form in admin."""

from django import template
from django.contrib.admin.helpers import Fieldset

from directory.forms import holds_something

register = template.Library()


@register.filter(name="holds_something")
def fieldset_holds_something(fieldset: Fieldset) -> bool:
    """Whether a folded part of a row is to be open."""
    return holds_something(fieldset.form, fieldset.fields)
