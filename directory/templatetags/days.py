"""Template filter for days and moments in words: {{ window.verified_on|day }}."""

from django import template

from directory.text.days import day_words

register = template.Library()
# A filter and no tag, because most days stand within the sentence of a {% blocktranslate with %}.
register.filter("day", day_words)
