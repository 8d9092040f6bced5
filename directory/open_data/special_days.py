"""Days with other hours than usual, as calendar programmes read them (iCalendar, RFC 5545)."""

from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from directory import hours
from directory.languages.markup import plain
from directory.models import HoursException, Window
from directory.open_data.hsds.identities import part_id


def special_days(window: Window, today: date) -> bytes:
    """A calendar of a window's days off and days with other hours, from today on."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_TITLE}//JA")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", window.name)
    for exception in window.hours_exceptions.all():
        if exception.last_day >= today:
            for event in _events(window, exception):
                calendar.add_component(event)
    return calendar.to_ical()


def _events(window: Window, exception: HoursException) -> list[Event]:
    """One over all the days where it is closed; else one for each span of each day."""
    days = (exception.last_day - exception.first_day).days + 1
    if not exception.spans:
        title = plain(_("%(name)s：休み")) % {"name": window.name}
        end = exception.last_day + timedelta(days=1)
        return [_event(window, exception, title, exception.first_day, end)]
    title = plain(_("%(name)s：臨時の受付")) % {"name": window.name}
    return [
        _event(window, exception, title, _moment(day, opens), _moment(day, closes))
        for day in (exception.first_day + timedelta(days=number) for number in range(days))
        for opens, closes in exception.as_exception().stretches
    ]


def _event(window: Window, exception: HoursException, title: str, start, end) -> Event:
    event = Event()
    event.add("uid", part_id(str(window.uid), "special day", str(start), str(end)))
    event.add("dtstamp", window.changed_at.astimezone(UTC))
    event.add("summary", title)
    event.add("dtstart", start)
    event.add("dtend", end)
    if exception.note:
        event.add("description", exception.note)
    event.add("url", settings.PORTAL_URL + window.get_absolute_url())
    return event


def _moment(day: date, minutes: int) -> datetime:
    """Moment in UTC, which needs no table of time zones."""
    start = datetime.combine(day, time(), hours.TOKYO) + timedelta(minutes=minutes)
    return start.astimezone(UTC)
