"""Template filters for pages in several languages."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from directory.languages import current
from directory.languages.markup import is_untranslated

register = template.Library()


@register.filter(name="is_untranslated")
def needs_a_remark(text: object) -> bool:
    """Whether a text is still in Japanese on a page in another language."""
    return is_untranslated(str(text), current())


@register.filter
def listed(names: Iterable) -> str:
    """Names as a list, parted as the language does."""
    return _("、").join(map(str, names))


@register.filter
def quoted(words: Iterable) -> str:
    """Words, each in the quotation marks of the language, which part them in Japanese."""
    quote = _("「%(word)s」")
    return (" " if current().is_foreign else "").join(quote % {"word": word} for word in words)
