"""Sheets of paper in two languages: Japanese for the counter, the reader's own beside it."""

from collections.abc import Callable

from django.conf import settings
from django.utils import translation

from directory.languages import current
from directory.languages.markup import in_brackets


def in_two_languages(read: Callable[[], dict]) -> dict:
    """Data of a sheet in Japanese; under `beside` the same in the language of the request.

    `beside` is None where that is Japanese. Readings stand in brackets: paper has no ruby.
    """
    language = current()
    with translation.override(settings.LANGUAGE_CODE):
        data = read()
    beside = on_paper(read()) if language.prefix else None
    return data | {"beside": beside, "lang": language.tag.partition("-")[0]}


def on_paper(value):
    """Plain data with their readings in brackets: paper has no ruby."""
    if isinstance(value, dict):
        return {name: on_paper(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [on_paper(each) for each in value]
    return in_brackets(value) if isinstance(value, str) else value
