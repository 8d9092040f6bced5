"""From a window to its facts: plain JSON, so that they can be kept for ever and compared."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import cast

from django.db.models import Model

from directory.facts.schema import FACTS, Fact, WindowFacts
from directory.models import Window


def facts_of(window: Window) -> WindowFacts:
    """Facts of a window, those of staff included."""
    return cast(WindowFacts, {fact.name: _value(window, fact) for fact in FACTS})


def blank_facts() -> WindowFacts:
    """Facts of a blank window: the defaults of its columns."""
    blank = Window()
    values = (([] if fact.related else json_value(getattr(blank, fact.name))) for fact in FACTS)
    return cast(WindowFacts, {fact.name: value for fact, value in zip(FACTS, values, strict=True)})


def plain(row: Model, names: Iterable[str]) -> dict:
    """Some fields of one row as facts."""
    return {name: json_value(getattr(row, name)) for name in names}


def _value(window: Window, fact: Fact):
    if not fact.related:
        return json_value(getattr(window, fact.name))
    rows = getattr(window, fact.related).all()
    return [plain(row, fact.row_fields) if fact.row else row.slug for row in rows]


def json_value(value):
    """Value of a column as facts have it."""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.6f}" if isinstance(value, Decimal) else value
