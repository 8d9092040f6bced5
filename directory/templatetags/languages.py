"""Template filters for pages in several languages."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def listed(names: Iterable) -> str:
    """Names as a list, parted as the language does."""
    return _("、").join(map(str, names))
