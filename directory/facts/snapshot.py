"""From a window to its facts: plain JSON, so that they can be kept for ever and compared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Model

    from directory.models import Window

# What residents read, in the order of the form and of the booklet's columns.
RESIDENTS_FIELDS = (
    "subject",
    "name",
    "kana",
    "description",
    "eligibility",
    "cost",
    "provider",
    "channels",
    "languages",
    "website",
    "email",
    "reservation",
    "urgent",
    "opens_on_holidays",
    "closes_at_year_end",
    "shifted_closing_days",
    "hours_override",
    "address",
    "place_note",
    "confidential_location",
    "latitude",
    "longitude",
)
# What only staff see or decide; no member organisation proposes these. Residents read `doubt`.
STAFF_FIELDS = (
    "order",
    "verification_months",
    "verification_email",
    "discreet",
    "doubt",
    "note",
    "source",
    "source_date",
)
FIELDS = RESIDENTS_FIELDS + STAFF_FIELDS

PHONE_FIELDS = ("kind", "label", "printed")
RULE_FIELDS = (
    "weekdays",
    "nth_weeks",
    "opens",
    "closes",
    "on_holidays",
    "by_reservation",
    "tentative",
    "label",
    "valid_from",
    "valid_until",
)
EXCEPTION_FIELDS = ("first_day", "last_day", "spans", "note")


def facts_of(window: Window) -> dict:
    """Return the window's facts: its fields by name, and four lists.

    `categories` holds slugs; `phones`, `hours` and `exceptions` hold a dict a row, in order.
    Dates are ISO text, coordinates decimal text, times minutes from midnight. Status and
    confirmation are no facts: they say what staff did, not what is true of the window.
    """
    return {
        **plain(window, FIELDS),
        "categories": [category.slug for category in window.categories.all()],
        "phones": [plain(phone, PHONE_FIELDS) for phone in window.phones.all()],
        "hours": [plain(rule, RULE_FIELDS) for rule in window.hours_rules.all()],
        "exceptions": [plain(each, EXCEPTION_FIELDS) for each in window.hours_exceptions.all()],
    }


def plain(row: Model, names: tuple[str, ...]) -> dict:
    """Return some fields of one row as facts."""
    return {name: _json(getattr(row, name)) for name in names}


def _json(value):
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.6f}" if isinstance(value, Decimal) else value
