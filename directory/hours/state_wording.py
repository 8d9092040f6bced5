"""A window's state at one moment, and its coming days, in Japanese."""

from dataclasses import dataclass
from datetime import date, datetime

from directory.hours.clock import DAY, clock, clock_span
from directory.hours.days import Closure, DayPlan, day_plan
from directory.hours.evaluation import CLOSING_SOON, State, Status, in_tokyo
from directory.hours.rules import ONE_DAY, DayCalendar, Schedule
from directory.hours.spans import Span
from directory.hours.wording import WEEKDAYS

# Beyond so many days a date without its year could be taken for the wrong one.
_DAYS_WITHOUT_YEAR = 300
_NOON = DAY // 2


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


def state_text(state: State, moment: datetime, age: str = "") -> str:
    """The state as residents read it at the moment for which it was made.

    The same until `state.changes_at`. `age` says from when unconfirmed old hours are
    (2019年の情報): such a window is said to be likely, never sure, to answer. Raises ValueError
    for a naive moment.
    """
    local = in_tokyo(moment)
    if state.status is Status.OPEN:
        return _likely_text(state, local, age) if age else _open_text(state, local)
    until = f"{_closing(state.until, local.date())}まで" if state.until else ""
    if state.status is Status.BY_RESERVATION:
        return f"予約制（受付時間内・{until}）" if until else "予約制（受付時間内）"
    if state.tentative:
        # 原則: the hours are likely, not certain, and only a call tells.
        remark = f"{until}・お電話でご確認ください" if until else "お電話でご確認ください"
        return f"原則の受付時間内（{remark}）"
    if state.status is Status.UNKNOWN:
        return "受付日時は窓口へ確認"
    parts = [_closure_text(state.closure, state.reason), _next_text(state, local.date())]
    return "。".join(part for part in parts if part) or "受付時間外"


def day_text(plan: DayPlan) -> str:
    """The day's reception as one cell of a table."""
    if plan.spans:
        return "、".join(_span_text(span) for span in plan.spans)
    if not plan.known:
        return "窓口へ確認"
    return _closure_text(plan.closure, plan.note) or "休み"


def coming_days(
    schedule: Schedule, calendar: DayCalendar, first_day: date, count: int
) -> list[ComingDay]:
    """So many days from the first one on. Raises BeyondCalendar where holidays are not known."""
    days = []
    for offset in range(count):
        day = first_day + offset * ONE_DAY
        plan = day_plan(schedule, calendar, day)
        note = "" if plan.closure else plan.note
        days.append(ComingDay(day, day_text(plan), bool(plan.spans), note))
    return days


def _open_text(state: State, local: datetime) -> str:
    if state.round_the_clock:
        return "24時間受付"
    if state.until is None:
        return "受付中"
    soon = local >= state.until - CLOSING_SOON
    return f"{'まもなく終了' if soon else '受付中'}（{_closing(state.until, local.date())}まで）"


def _likely_text(state: State, local: datetime, age: str) -> str:
    if state.round_the_clock or state.until is None:
        name = "24時間受付のはず" if state.round_the_clock else "受付時間内のはず"
        return f"{name}（{age}）"
    return f"受付時間内のはず（{_closing(state.until, local.date())}まで・{age}）"


def _closing(until: datetime, today: date) -> str:
    """17:15, 24:00 for the coming midnight, 翌2:00, 明日 17:00, and farther off with the date."""
    day, minute = until.date(), until.hour * 60 + until.minute
    if minute == 0:
        day, minute = day - ONE_DAY, DAY
    if day == today:
        return clock(minute)
    if day == today + ONE_DAY and minute < _NOON:
        return f"翌{clock(minute)}"
    return _day_name(day, today) + clock(minute)


def _next_text(state: State, today: date) -> str:
    start = state.next_start
    if start is None:
        return ""
    when = _day_name(start.date(), today) + clock(start.hour * 60 + start.minute)
    if state.next_by_reservation:
        return f"予約制（次回 {when}）"
    return f"次の受付：{when}{'（原則）' if state.next_tentative else ''}"


def _day_name(day: date, today: date) -> str:
    """Today, tomorrow or 1月4日（月）, ready to be followed by a time."""
    if day <= today + ONE_DAY:
        return "今日 " if day == today else "明日 "
    year = f"{day.year}年" if (day - today).days > _DAYS_WITHOUT_YEAR else ""
    return f"{year}{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def _closure_text(closure: Closure | None, reason: str) -> str:
    if closure is None:
        return ""
    name = "臨時休業" if closure is Closure.EXCEPTION else "休み"
    return f"{name}（{reason}）" if reason else name


def _span_text(span: Span) -> str:
    marks = ["原則"] * span.tentative + ["要予約"] * span.by_reservation
    label = f"{span.label} " if span.label else ""
    remark = f"（{'・'.join(marks)}）" if marks else ""
    return f"{label}{clock_span(span.start, span.end)}{remark}"
