"""When a window answers: intervals over days, and its state at one moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from directory.hours.clock import DAY
from directory.hours.days import Closure, DayPlan, day_plan
from directory.hours.rules import ONE_DAY, DayCalendar, Schedule
from directory.hours.spans import Span, disjoint, joined

TOKYO = ZoneInfo("Asia/Tokyo")
CLOSING_SOON = timedelta(minutes=30)
# A window open for this long without a break is said to be open round the clock.
ROUND_THE_CLOCK = 14 * DAY
LOOK_AHEAD = timedelta(days=366)


class Status(StrEnum):
    """Whether a window answers at a moment, as far as is certain."""

    OPEN = "open"
    CLOSED = "closed"
    BY_RESERVATION = "by_reservation"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of reception between two instants in Tokyo, the end not included."""

    start: datetime
    end: datetime
    by_reservation: bool
    tentative: bool
    label: str


@dataclass(frozen=True, slots=True)
class State:
    """The state of a window at one moment, all instants in Tokyo.

    `status` is open only when reception is certain: hours with reservation are
    `by_reservation`, hours only in principle (原則) are `unknown` with `tentative` set, and so is
    a window without hours, without `tentative`. `until` is when the present stretch ends; None
    outside of one, when it lasts for 14 more days (`round_the_clock`), or when the holidays
    entered end before it does. `next_start` is when the next stretch begins, None when none is
    known within 366 days. `closure` says why there is no reception today: `reason` is the
    holiday's name or the exception's note, `moved_from` the holiday in whose place it is closed.
    `changes_at` is the next instant at which the state or its wording can change.
    """

    status: Status
    changes_at: datetime
    until: datetime | None = None
    round_the_clock: bool = False
    tentative: bool = False
    next_start: datetime | None = None
    next_by_reservation: bool = False
    next_tentative: bool = False
    closure: Closure | None = None
    reason: str = ""
    moved_from: date | None = None


def in_tokyo(moment: datetime) -> datetime:
    """The same instant on Tokyo's clocks. A naive datetime is a fault of the caller's code."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment.astimezone(TOKYO)


def intervals(
    schedule: Schedule, calendar: DayCalendar, first_day: date, last_day: date
) -> list[Interval]:
    """All reception from 0:00 of the first day to 24:00 of the last, sorted and disjoint.

    Reception that runs past either end is cut there. Stretches of one kind that touch are one
    interval. Raises BeyondCalendar when the holidays of a day, or of the day before the first,
    are not known.
    """
    end_of_range = ((last_day - first_day).days + 1) * DAY
    return [
        Interval(
            _instant(first_day, max(span.start, 0)),
            _instant(first_day, min(span.end, end_of_range)),
            *span.kind,
        )
        for span in joined(_spans_from(schedule, calendar, first_day, last_day))
        if span.end > 0 and span.start < end_of_range
    ]


def state_at(schedule: Schedule, calendar: DayCalendar, moment: datetime) -> State:
    """The state of the window at the moment.

    Raises ValueError for a naive moment, and BeyondCalendar when the holidays of its day or of
    the day before are not known.
    """
    local = in_tokyo(moment)
    today = local.date()
    now = local.hour * 60 + local.minute
    plan = day_plan(schedule, calendar, today)
    last_day = _last_day_to_look_at(schedule, calendar, today)
    running, following = _around(_spans_from(schedule, calendar, today, last_day), now)

    status = _status(running, plan)
    end_of_knowledge = ((calendar.covers_until - today).days + 1) * DAY
    lasts = running is not None and running.end >= ROUND_THE_CLOCK
    until = start = None
    if running is not None and not lasts and running.end < end_of_knowledge:
        until = _instant(today, running.end)
    if following is not None:
        start = _instant(today, following.start)
    closure = plan.closure if status is Status.CLOSED else None
    return State(
        status=status,
        changes_at=_next_change(local, until, start),
        until=until,
        round_the_clock=lasts,
        tentative=running is not None and running.tentative,
        next_start=start,
        next_by_reservation=following is not None and following.by_reservation,
        next_tentative=following is not None and following.tentative,
        closure=closure,
        reason=plan.note if closure else "",
        moved_from=plan.moved_from if closure else None,
    )


def unknown_at(moment: datetime) -> State:
    """The state of a window on a day whose hours or holidays are unknown. ValueError as above."""
    local = in_tokyo(moment)
    return State(status=Status.UNKNOWN, changes_at=_next_change(local, None, None))


def _spans_from(
    schedule: Schedule, calendar: DayCalendar, first_day: date, last_day: date
) -> Iterator[Span]:
    """Disjoint spans in minutes from the first day's midnight, from the evening before it on.

    Day by day, so that a caller can stop at the first answer.
    """
    past_midnight: list[Span] = []
    for offset in range(-1, (last_day - first_day).days + 1):
        plan = day_plan(schedule, calendar, first_day + offset * ONE_DAY)
        spans = [
            Span(span.start + offset * DAY, span.end + offset * DAY, *span.kind)
            for span in plan.spans
        ]
        if past_midnight:
            spans = disjoint(past_midnight + spans)
        midnight = (offset + 1) * DAY
        past_midnight = [span for span in spans if span.end > midnight]
        yield from spans[: len(spans) - len(past_midnight)]
    yield from past_midnight


def _last_day_to_look_at(schedule: Schedule, calendar: DayCalendar, today: date) -> date:
    """The last day on which reception may start, as far as holidays and rules reach."""
    ends = [rule.valid_until or date.max for rule in schedule.rules]
    ends += [each.last_day for each in schedule.exceptions if each.spans]
    return min(calendar.covers_until, today + LOOK_AHEAD, max(ends, default=today))


def _around(spans: Iterator[Span], now: int) -> tuple[Span | None, Span | None]:
    """The span that holds the minute, lengthened by those that carry it on, and the next one."""
    running: Span | None = None
    for span in spans:
        if span.end <= now:
            continue
        if running is None and span.start > now:
            return None, span
        if running is None:
            running = span
        elif span.start == running.end and span.kind[:2] == running.kind[:2]:
            running = running._replace(end=span.end)
        else:
            return running, span
        if running.end >= ROUND_THE_CLOCK:
            break
    return running, None


def _status(running: Span | None, plan: DayPlan) -> Status:
    if running is None:
        return Status.CLOSED if plan.known else Status.UNKNOWN
    if running.by_reservation:
        return Status.BY_RESERVATION
    return Status.UNKNOWN if running.tentative else Status.OPEN


def _next_change(local: datetime, until: datetime | None, start: datetime | None) -> datetime:
    # At midnight 明日 becomes 今日, and the reason for a closure may be another.
    edges = [_instant(local.date(), DAY)]
    if start is not None:
        edges.append(start)
    if until is not None:
        edges += [until, until - CLOSING_SOON]
    return min(edge for edge in edges if edge > local)


def _instant(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), TOKYO) + timedelta(minutes=minute)
