"""Days and moments in words, in templates and in Python."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from directory.text.days import FORMATS, day_words

DAY = date(2026, 4, 1)
# 9:05 in Ise.
MOMENT = datetime(2026, 4, 1, 0, 5, tzinfo=UTC)


def shown(value, form):
    """What a page shows of a value."""
    source = "{% load days %}{{ value|day" + (f':"{form}"' if form else "") + " }}"
    return Template(source).render(Context({"value": value}))


@pytest.mark.parametrize(
    ("value", "form", "words"),
    [
        (DAY, "", "2026年4月1日"),
        (DAY, "weekday", "2026年4月1日（水）"),
        (DAY, "short", "4月1日"),
        (DAY, "short weekday", "4月1日（水）"),
        (DAY, "month", "2026年4月"),
        (MOMENT, "time", "2026年4月1日 09:05"),
        (MOMENT, "weekday time", "2026年4月1日（水）09:05"),
        (MOMENT, "short time", "4月1日 09:05"),
        (MOMENT, "short weekday time", "4月1日（水）09:05"),
        (MOMENT, "clock", "9:05"),
        (time(13, 30), "clock", "13:30"),
        (None, "weekday", ""),
    ],
)
def test_a_page_and_python_say_a_day_in_the_same_words(value, form, words):
    """A moment is that of the city's clocks, and no day is no words."""
    assert (shown(value, form), day_words(value, form)) == (words, words)


def test_templates_ask_for_forms_that_there_are():
    """An unknown form would fail the page that asks for it."""
    asked = {
        form
        for path in Path(settings.BASE_DIR, "templates").rglob("*.*")
        for form in re.findall(r'\|day:"(.*?)"', path.read_text())
    }
    assert asked
    assert asked <= FORMATS.keys()
