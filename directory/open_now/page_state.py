"""The states of windows that a page shows: state, words, and until when both hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from directory import hours
from directory.languages.hours_words import hours_words
from directory.models import HoursException, Window, day_calendar

WEEK, MONTH = 7, 31
# So long before the turn of the year people begin to ask about it.
BEFORE_YEAR_END = timedelta(days=60)
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
    is_likely: bool = False

    @property
    def mark(self) -> str:
        """open, likely, closed or unknown: a sign beside the words, never instead of them."""
        mark = MARKS[self.state.status]
        return "likely" if mark == "open" and self.is_likely else mark


def show_states(windows: Iterable[Window], moment: datetime) -> datetime | None:
    """Give each window its `now`; return when the first of these answers can change.

    Two queries, however many windows; none without windows.
    """
    windows = list(windows)
    calendar = day_calendar() if windows else None
    changes = []
    for window in windows:
        now = state_of(window, moment, calendar)
        window.now = now  # type: ignore[attr-defined]  # read by templates only
        changes.append(now.state.changes_at)
    return min(changes, default=None)


def state_of(window: Window, moment: datetime, calendar: hours.DayCalendar | None = None) -> Now:
    """A window's state in words."""
    state = window.state_at(moment, calendar)
    age = window.age_text
    return Now(state, hours.state_text(state, moment, age, hours_words()), is_likely=bool(age))


def any_unconfirmed(windows: Iterable[Window]) -> bool:
    """Whether any of these windows has never been confirmed."""
    return any(window.verified_on is None for window in windows)


@dataclass(frozen=True)
class Turn:
    """The turn of the year, when it is near, at a window where all its days are alike."""

    first_day: date
    last_day: date
    text: str


@dataclass(frozen=True)
class ComingDays:
    """A window's days ahead: the first seven, the rest of a month, and the turn of the year.

    `year_end` is empty where its days stand in the others already.
    """

    week: list[hours.ComingDay]
    month: list[hours.ComingDay]
    year_end: list[hours.ComingDay]
    turn: Turn | None = None


def coming_days(window: Window, moment: datetime) -> ComingDays | None:
    """The window's days from today on; None when nothing is known of its hours."""
    today = hours.in_tokyo(moment).date()
    schedule = window.schedule
    if not (schedule.known or schedule.exceptions):
        return None
    calendar = day_calendar()
    last = min(today + timedelta(days=MONTH - 1), calendar.covers_until)
    try:
        count = (last - today).days + 1
        days = hours.coming_days(schedule, calendar, today, count, hours_words())
        year_end = _year_end(schedule, calendar, today)
    except hours.BeyondCalendar:
        return None
    shown = {day.date for day in days}
    turn = _turn(year_end[1:-1], today)
    year_end = [] if {day.date for day in year_end} <= shown else year_end
    return ComingDays(days[:WEEK], days[WEEK:], year_end, turn)


def _turn(days: list[hours.ComingDay], today: date) -> Turn | None:
    """The turn of the year in one line, where its days can be said in one."""
    if not days or days[0].date - today > BEFORE_YEAR_END or len({day.text for day in days}) > 1:
        return None
    return Turn(days[0].date, days[-1].date, days[0].text)


def _year_end(
    schedule: hours.Schedule, calendar: hours.DayCalendar, today: date
) -> list[hours.ComingDay]:
    """The days from the last before the coming turn of the year to the first after it."""
    first = date(today.year, *calendar.year_end_from) - timedelta(days=1)
    last = date(today.year + 1, *calendar.year_end_until) + timedelta(days=1)
    if last > calendar.covers_until:
        return []
    count = (last - first).days + 1
    return hours.coming_days(schedule, calendar, first, count, hours_words())


def show_day(windows: Iterable[Window], day: date) -> None:
    """Give each window its `asked_day`: when it answers on a day that was asked about."""
    calendar = day_calendar()
    for window in windows:
        try:
            (asked,) = hours.coming_days(window.schedule, calendar, day, 1, hours_words())
        except hours.BeyondCalendar:
            asked = None
        window.asked_day = asked  # type: ignore[attr-defined]  # read by templates only


def coming_exceptions(window: Window, moment: datetime) -> list[HoursException]:
    """The window's days off and days with other hours from today on, earliest first."""
    today = hours.in_tokyo(moment).date()
    return [each for each in window.hours_exceptions.all() if each.last_day >= today]
