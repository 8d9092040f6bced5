"""Showing residents the words that led them somewhere."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from directory.search.text.marking import spans

register = template.Library()


@register.simple_tag(takes_context=True)
def marked(context, text: str) -> SafeString:
    """Put `<mark>` around the words searched for in a text; everything else is escaped.

    On a page without a search (without `found`) the text stays as it is.
    """
    found = context.get("found")
    pieces, last = [], 0
    for start, end in spans(text, found.words) if found else ():
        pieces += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
        last = end
    pieces.append(escape(text[last:]))
    return SafeString("".join(pieces))
