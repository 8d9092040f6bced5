"""JSON-LD (schema.org) of a window, for search engines and assistants."""

import json
from datetime import datetime, timedelta

from django.utils.safestring import SafeString

from directory import hours
from directory.models import Phone, Window, day_calendar

DAYS_AHEAD = 30
NOTHING = {"@type": "ServiceChannel"}
# Nothing in a window's text may end the script element that holds it.
ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def linked_data(window: Window, moment: datetime, address: str) -> SafeString:
    """Return the window as one schema.org Service for a page's head.

    `address` is the page's own, with its host. Hours that are unknown, or not certain, are left
    out, and so are those of a window that sees people by appointment only; a confidential
    location is no part of it.
    """
    service = {
        "@context": "https://schema.org",
        "@type": "Service",
        "name": str(window),
        "url": address,
        "description": window.description,
        "provider": {"@type": "Organization", "name": window.provider or window.name},
        "hoursAvailable": _certain_hours(window, moment),
        "availableChannel": {
            "@type": "ServiceChannel",
            "servicePhone": [_contact(phone) for phone in window.telephones],
            "serviceLocation": _place(window),
        },
    }
    return SafeString(json.dumps(_filled(service), ensure_ascii=False).translate(ESCAPES))


def _certain_hours(window: Window, moment: datetime) -> list[dict]:
    if window.reservation_answer == Window.Reservation.REQUIRED:
        return []
    today = hours.in_tokyo(moment).date()
    try:
        return hours.schema_org(
            window.schedule, day_calendar(), today, today + timedelta(days=DAYS_AHEAD)
        )
    except hours.BeyondCalendar:
        return []


def _contact(phone: Phone) -> dict:
    return {"@type": "ContactPoint", "telephone": phone.printed, "contactType": phone.label}


def _place(window: Window) -> dict:
    if not window.public_address:
        return {}
    return {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "JP",
            "streetAddress": f"{window.public_address} {window.public_place_note}".strip(),
        },
    }


def _filled(value):
    """Leave out what is empty, and objects of which only the type is left."""
    if isinstance(value, list):
        return [_filled(each) for each in value]
    if not isinstance(value, dict):
        return value
    filled = {key: _filled(inner) for key, inner in value.items()}
    return {key: inner for key, inner in filled.items() if inner and inner != NOTHING}
