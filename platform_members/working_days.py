"""Working days of the city hall. Pure."""

from datetime import date, timedelta

from directory import hours

SATURDAY = 5
# Working days within which members get an answer.
PATIENCE = 5


def is_working_day(day: date, calendar: hours.DayCalendar) -> bool:
    """Whether the city hall works on the day, as far as its holidays are known."""
    return not (day.weekday() >= SATURDAY or day in calendar.holidays or calendar.is_year_end(day))


def working_days(since: date, until: date, calendar: hours.DayCalendar) -> int:
    """Count the working days after one day, up to and including another."""
    days = (since + timedelta(days=count) for count in range(1, (until - since).days + 1))
    return sum(is_working_day(day, calendar) for day in days)


def working_days_before(count: int, until: date, calendar: hours.DayCalendar) -> date:
    """Return the latest day since which at least so many working days have passed."""
    day = until
    while working_days(day, until, calendar) < count:
        day -= timedelta(days=1)
    return day
