"""A window's reception on one day as an iCalendar file (RFC 5545), for a person's own calendar."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from directory import hours
from directory.languages.markup import plain
from directory.models import Window, day_calendar


def calendar_day(window: Window, day: date, address: str) -> bytes:
    """One entry a stretch of reception. Raises BeyondCalendar where holidays are not known."""
    calendar = Calendar({"PRODID": "-//ise-portal//windows//", "VERSION": "2.0"})
    midnight = datetime.combine(day, time(), hours.TOKYO)
    for span in hours.day_plan(window.schedule, day_calendar(), day).spans:
        entry = Event()
        entry.add("uid", f"{window.uid}-{day:%Y%m%d}-{span.start}@{urlsplit(address).hostname}")
        entry.add("dtstamp", window.updated_at)
        # Written in universal time, so that the file needs no table of time zones.
        entry.add("dtstart", (midnight + timedelta(minutes=span.start)).astimezone(UTC))
        entry.add("dtend", (midnight + timedelta(minutes=span.end)).astimezone(UTC))
        name = plain(_("%(name)s（予約制）")) if span.by_reservation else "%(name)s"
        entry.add("summary", name % {"name": window.name})
        numbers = [f"{phone.label} {phone.printed}".strip() for phone in window.telephones]
        entry.add("description", "\n".join([window.subject, *numbers]))
        if window.has_place:
            place = (window.public_address, window.public_place_note)
            entry.add("location", " ".join(filter(None, place)))
        entry.add("url", address)
        calendar.add_component(entry)
    return calendar.to_ical()
