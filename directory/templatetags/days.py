"""Template filter for days and moments in words: {{ window.verified_on|day }}."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from directory.text.days import UNCUT, day_words

register = template.Library()
# A filter and no tag, because most days stand within the sentence of a {% blocktranslate with %}.
register.filter("day", day_words)


@register.filter
def uncut(text: str) -> SafeString:
    """Hours in words, in which no line ends within a stretch of reception or an nth weekday."""
    return SafeString(UNCUT.sub(r'<span class="stretch">\g<0></span>', escape(text)))
