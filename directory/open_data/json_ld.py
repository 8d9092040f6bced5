"""JSON-LD (schema.org) of a window, for search engines and assistants."""

import json
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directory import hours
from directory.facts.schema import PhoneFacts
from directory.models import Category, Window, day_calendar
from directory.models.reservation import Reservation
from directory.open_data.records import Record, record_of
from directory.text.phones import international
from directory.text.places import read_place

DAYS_AHEAD = 60
# Nothing in a window's text may end the script element that holds it.
ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def linked_data(window: Window, moment: datetime, address: str) -> SafeString:
    """Return the window as one schema.org service for a page's head.

    `address` is the page's own, with its host. Hours that are unknown, or not certain, are left
    out, and so are those of a window that sees people by appointment only; a confidential
    location is no part of it.
    """
    record = record_of(window)
    told = json.dumps(
        _filled(_service(record, moment, address, window.categories_in_use)), ensure_ascii=False
    )
    return SafeString(told.translate(ESCAPES))


def _service(record: Record, moment: datetime, address: str, categories: list[Category]) -> dict:
    facts = record.facts
    return {
        "@context": "https://schema.org",
        "@type": "GovernmentService" if _is_of_government(facts["provider"]) else "Service",
        "identifier": record.uid,
        "name": f"{facts['subject']}（{facts['name']}）",
        "alternateName": facts["kana"],
        "url": address,
        "description": facts["description"],
        "category": [category.name for category in categories],
        "provider": {"@type": "Organization", "name": facts["provider"] or facts["name"]},
        "audience": {"@type": "Audience", "audienceType": facts["eligibility"]},
        "offers": _offer(facts["cost"]),
        "hoursAvailable": _certain_hours(record, moment),
        "availableChannel": {
            "@type": "ServiceChannel",
            "name": "、".join(str(Window.Channel(each).label) for each in facts["channels"]),
            "serviceUrl": facts["website"],
            "availableLanguage": facts["languages"],
            "servicePhone": [_contact(phone) for phone in facts["phones"]],
            "serviceLocation": _place(record),
        },
    } | ({"email": facts["email"]} if facts["email"] else {})


def _is_of_government(provider: str) -> bool:
    """Whether the city or the prefecture runs it itself; of others it is not known."""
    own = (settings.CITY_NAME, settings.PREFECTURE)
    return provider.startswith(own) and not provider.startswith(
        tuple(f"{each}{_('社会福祉協議会')}" for each in own)
    )


def _offer(cost: str) -> dict:
    if not cost:
        return {}
    free = {"price": "0", "priceCurrency": "JPY"} if cost == _("無料") else {}
    return {"@type": "Offer", "description": cost} | free


def _certain_hours(record: Record, moment: datetime) -> list[dict]:
    if record.reservation == Reservation.REQUIRED:
        return []
    today = hours.in_tokyo(moment).date()
    try:
        return hours.schema_org(
            record.schedule, day_calendar(), today, today + timedelta(days=DAYS_AHEAD)
        )
    except hours.BeyondCalendar:
        return []


def _contact(phone: PhoneFacts) -> dict:
    """A number as it is dialled from anywhere; as it is printed where that cannot be."""
    number = international(phone["printed"]) or phone["printed"]
    named = "faxNumber" if phone["kind"] == "fax" else "telephone"
    return {"@type": "ContactPoint", named: number, "contactType": phone["label"]}


def _place(record: Record) -> dict:
    facts = record.facts
    if not facts["address"]:
        return {}
    place = read_place(facts["address"])
    where = {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "JP",
            "addressRegion": place.prefecture,
            "addressLocality": place.municipality,
            "streetAddress": f"{facts['address']} {facts['place_note']}".strip(),
        },
    }
    if facts["latitude"] and facts["longitude"]:
        where["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(facts["latitude"]),
            "longitude": float(facts["longitude"]),
        }
    return where


def _filled(value):
    """Leave out what is empty, and objects of which only the type is left."""
    if isinstance(value, list):
        return [_filled(each) for each in value]
    if not isinstance(value, dict):
        return value
    filled = {key: _filled(inner) for key, inner in value.items()}
    return {
        key: inner
        for key, inner in filled.items()
        if inner and not (isinstance(inner, dict) and set(inner) == {"@type"})
    }
