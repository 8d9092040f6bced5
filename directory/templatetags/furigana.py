"""Template filter for furigana: {{ window.subject|ruby:window }}."""

from django import template
from django.utils.safestring import SafeString

from directory.models import Window
from directory.text.furigana import with_ruby

register = template.Library()


@register.filter
def ruby(text: str, window: Window) -> SafeString:
    """Escaped text with the window's readings above its words, where a page shows them."""
    return SafeString(with_ruby(str(text), getattr(window, "shown_readings", {})))
