"""Meetings as calendar programmes read them (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from platform_members.models import Meeting


def calendar_of(meetings: Iterable[Meeting]) -> bytes:
    """A calendar with these meetings; minutes and notes stay at the desk."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_TITLE}//JA")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", settings.SITE_TITLE)
    for meeting in meetings:
        calendar.add_component(_event(meeting))
    return calendar.to_ical()


def _event(meeting: Meeting) -> Event:
    event = Event()
    event.add("uid", str(meeting.uid))
    event.add("dtstamp", timezone.now().astimezone(ZoneInfo("UTC")))
    event.add("last-modified", meeting.changed_at.astimezone(ZoneInfo("UTC")))
    event.add("summary", f"{meeting.get_kind_display()}：{meeting.agenda.splitlines()[0]}")
    if meeting.starts is None:
        event.add("dtstart", meeting.date)
        event.add("dtend", meeting.date + timedelta(days=1))
    else:
        event.add("dtstart", _moment(meeting, meeting.starts))
        if meeting.ends:
            event.add("dtend", _moment(meeting, meeting.ends))
    if meeting.place:
        event.add("location", meeting.place)
    event.add("url", settings.PORTAL_URL + meeting.get_absolute_url())
    return event


def _moment(meeting: Meeting, clock) -> datetime:
    """Moment in UTC, which needs no table of time zones."""
    local = timezone.make_aware(datetime.combine(meeting.date, clock))
    return local.astimezone(ZoneInfo("UTC"))
