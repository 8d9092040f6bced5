"""Filters of a window's form in admin."""

from typing import Any

from django import template

from directory.forms import holds_something

register = template.Library()


@register.filter(name="holds_something")
def fieldset_holds_something(fieldset: Any) -> bool:
    """Whether a folded part of a row is to be open (a Fieldset, whose stubs know no fields)."""
    return holds_something(fieldset.form, fieldset.fields)
