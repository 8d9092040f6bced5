"""A window's state at one moment, and its coming days, in words."""

from dataclasses import dataclass
from datetime import date, datetime

from directory.hours.clock import DAY
from directory.hours.days import Closure, DayPlan, day_plan
from directory.hours.evaluation import CLOSING_SOON, State, Status, in_tokyo
from directory.hours.rules import ONE_DAY, DayCalendar, Schedule
from directory.hours.words import HoursWords, ja


@dataclass(frozen=True, slots=True)
class ComingDay:
    """A line of the table of coming days.

    The text is 9:00～12:00、13:00～16:00 or 休み（敬老の日）; the note says what is special about
    the day where the text does not. `is_open` is True also when a reservation is needed.
    """

    date: date
    text: str
    is_open: bool
    note: str


def state_text(state: State, moment: datetime, age: str = "", words: HoursWords = ja) -> str:
    """The words of a state at the moment for which it was made.

    The same until `state.changes_at`. `age` says from when unconfirmed old hours are
    (2019年の情報): such a window is said to be likely, never sure, to answer. Raises ValueError
    for a naive moment.
    """
    local = in_tokyo(moment)
    until = _closing(state.until, local.date(), words) if state.until else ""
    if state.status is Status.OPEN:
        closes_soon = state.until is not None and local >= state.until - CLOSING_SOON
        lasts = state.round_the_clock
        return words.open_now(until, age, round_the_clock=lasts, closes_soon=closes_soon)
    if state.status is Status.BY_RESERVATION:
        return words.open_by_reservation(until)
    if state.tentative:
        return words.open_in_principle(until)
    if state.status is Status.UNKNOWN:
        return words.unknown
    closure = ""
    if state.closure:
        closure = words.closure(state.closure, reason_text(state, words))
    return words.closed_now(closure, _next_text(state, local.date(), words))


def reason_text(state: State, words: HoursWords = ja) -> str:
    """Why there is no reception today: 敬老の日, 年末年始, a note; "" where there is no reason."""
    is_year_end = state.closure is Closure.YEAR_END
    return _occasion(state.reason, state.moved_from, words, is_year_end=is_year_end)


def day_text(plan: DayPlan, words: HoursWords = ja) -> str:
    """The words of a day's reception, for one cell of a table."""
    if plan.spans:
        return words.stretches(plan.spans)
    if not plan.known:
        return words.ask_the_window
    return words.closure(plan.closure, _note(plan, words)) if plan.closure else words.closed


def coming_days(
    schedule: Schedule, calendar: DayCalendar, first_day: date, count: int, words: HoursWords = ja
) -> list[ComingDay]:
    """The lines of so many days. Raises BeyondCalendar where holidays are not known."""
    days = []
    for offset in range(count):
        day = first_day + offset * ONE_DAY
        plan = day_plan(schedule, calendar, day)
        note = "" if plan.closure else _note(plan, words)
        days.append(ComingDay(day, day_text(plan, words), bool(plan.spans), note))
    return days


def _note(plan: DayPlan, words: HoursWords) -> str:
    return _occasion(plan.note, plan.moved_from, words, is_year_end=plan.is_year_end)


def _occasion(name: str, moved_from: date | None, words: HoursWords, *, is_year_end: bool) -> str:
    """What is special about a day; `name` is that of a holiday, or an exception's note."""
    if moved_from:
        return words.moved_from(moved_from)
    return words.year_end if is_year_end else words.occasion(name)


def _closing(until: datetime, today: date, words: HoursWords) -> str:
    """When reception ends; at midnight it ends at 24:00 of the day before."""
    day, minute = until.date(), until.hour * 60 + until.minute
    if minute == 0:
        day, minute = day - ONE_DAY, DAY
    return words.closing(day, minute, today)


def _next_text(state: State, today: date, words: HoursWords) -> str:
    start = state.next_start
    if start is None:
        return ""
    return words.next_reception(
        words.start(start.date(), start.hour * 60 + start.minute, today),
        by_reservation=state.next_by_reservation,
        tentative=state.next_tentative,
    )
