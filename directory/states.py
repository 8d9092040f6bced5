"""What pages say about windows at one moment: state, words, and until when both hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from directory import hours
from directory.models import HoursException, Window, day_calendar

COMING_DAYS = 7
MARKS = {
    hours.Status.OPEN: "open",
    hours.Status.CLOSED: "closed",
    hours.Status.BY_RESERVATION: "closed",
    hours.Status.UNKNOWN: "unknown",
}


@dataclass(frozen=True)
class Now:
    """A window's state at the moment of an answer, ready for a page."""

    state: hours.State
    text: str

    @property
    def mark(self) -> str:
        """open, closed or unknown: a sign beside the words, never instead of them."""
        return MARKS[self.state.status]


def show_states(windows: Iterable[Window], moment: datetime) -> datetime | None:
    """Give each window its `now`; return when the first of these answers can change.

    Two queries, however many windows; none without windows.
    """
    windows = list(windows)
    calendar = day_calendar() if windows else None
    for window in windows:
        state = window.state_at(moment, calendar)
        window.now = Now(state, hours.state_text(state, moment))
    return min((window.now.state.changes_at for window in windows), default=None)


def coming_days(window: Window, moment: datetime) -> list[hours.ComingDay]:
    """The window's next seven days, today first; none when they are unknown."""
    today = hours.in_tokyo(moment).date()
    schedule = window.schedule
    if not (schedule.known or schedule.exceptions):
        return []
    try:
        return hours.coming_days(schedule, day_calendar(), today, COMING_DAYS)
    except hours.BeyondCalendar:
        return []


def coming_exceptions(window: Window, moment: datetime) -> list[HoursException]:
    """The window's days off and days with other hours from today on, earliest first."""
    today = hours.in_tokyo(moment).date()
    return [each for each in window.hours_exceptions.all() if each.last_day >= today]
