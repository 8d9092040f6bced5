"""The index of intervals by which SQL answers which windows are open now.

Windows with equal hours share a pattern, and a pattern has its intervals for the coming 60 days.
Made at once when a window's hours are saved, and all anew every night (`manage.py refresh_hours`)
and whenever a holiday changes. If the night's job fails for weeks, answers stay right until the
horizon; beyond it they are refused.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import hours
from directory.models import HoursInterval, HoursPattern, Window, day_calendar
from directory.open_now.holidays import seed_holidays

DAYS_AHEAD = 60
WARN_BELOW_DAYS = 30
WINDOWS_AT_ONCE = 2_000
LOCK = 24_203_901  # of every transaction that writes the index: one at a time


def index_hours(windows: Iterable[Window], *, now: datetime) -> None:
    """Set each window's pattern of hours, and fill the intervals of new patterns.

    Called by whatever saves a window's hours, in the same transaction.
    """
    with transaction.atomic():
        _lock()
        new, changed = {}, []
        for window in windows:
            schedule = window.schedule
            key = hours.fingerprint(schedule) if schedule.rules or schedule.exceptions else None
            if key is not None:
                new[key] = schedule
            if window.hours_pattern_id != key:
                window.hours_pattern_id = key
                changed.append(window)
        known = HoursPattern.objects.filter(key__in=new).values_list("key", flat=True)
        for key in known:
            del new[key]
        _fill(new, now)
        # Only these rows are locked: a transaction that saves another window has locked its row
        # and waits for the lock above, so that each would wait for the other for ever.
        Window.objects.bulk_update(changed, ["hours_pattern"], batch_size=WINDOWS_AT_ONCE)


def rebuild_intervals(*, now: datetime) -> None:
    """Make all intervals anew, for after a holiday or the year end was changed.

    Each pattern is read from one of the windows that keep it; unused patterns are deleted.
    Readers see the old intervals until all the new ones are there.
    """
    with transaction.atomic():
        _lock()
        keepers = Window.objects.one_for_each_hours_pattern().with_hours()
        schedules = {str(window.hours_pattern_id): window.schedule for window in keepers}
        HoursPattern.objects.exclude(key__in=schedules).delete()
        HoursInterval.objects.all().delete()
        _fill(schedules, now)


def refresh_hours(*, now: datetime) -> None:
    """Enter coming holidays, recompute every window's pattern, and make all intervals anew.

    Safe to run twice, or twice at once.
    """
    with transaction.atomic():
        _lock()
        seed_holidays(hours.in_tokyo(now).year)
        windows = Window.objects.order_by("pk").with_hours()
        for start in range(0, windows.count(), WINDOWS_AT_ONCE):
            index_hours(windows[start : start + WINDOWS_AT_ONCE], now=now)
        rebuild_intervals(now=now)


def days_left(*, now: datetime) -> int:
    """For how many more days SQL can answer who is open; 0 when it cannot."""
    horizon = HoursPattern.objects.horizon()
    return max((horizon[1] - now).days, 0) if horizon else 0


def warnings(
    *, now: datetime | None = None, calendar: hours.DayCalendar | None = None
) -> list[str]:
    """Warnings to staff that "open now" will fail unless they act; usually none."""
    now, calendar = now or timezone.now(), calendar or day_calendar()
    found = []
    if (left := days_left(now=now)) < WARN_BELOW_DAYS:
        found.append(
            _(
                "「受付中」を答えられるのは、あと%d日です。"
                "毎晩の処理（manage.py refresh_hours）が動いているか、確かめてください。"
            )
            % left
        )
    today = hours.in_tokyo(now).date()
    if today < calendar.answers_from:
        text = _(
            "祝日の表が%d年からしかないため、受付中かどうかを答えられない窓口があります。"
            "「祝日」に、前の年の祝日を元日から入力してください。"
        )
        found.append(text % calendar.covers_from.year)
    if calendar.covers_until < today + timedelta(days=366):
        found.append(_("祝日の表が、あと1年分ありません。「祝日」に先の年を入力してください。"))
    return found


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _fill(schedules: dict[str, hours.Schedule], now: datetime) -> None:
    """Write patterns with their intervals, from yesterday to the horizon, by COPY."""
    calendar = day_calendar()
    first_day, last_day = _reach(calendar, now)
    midnight = datetime.min.time()
    reach = {
        "filled_from": datetime.combine(first_day, midnight, hours.TOKYO),
        "filled_until": datetime.combine(last_day + timedelta(days=1), midnight, hours.TOKYO),
    }
    HoursPattern.objects.bulk_create(
        [HoursPattern(key=key, **reach) for key in schedules],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=list(reach),
        batch_size=WINDOWS_AT_ONCE,
    )
    if last_day < first_day:
        return  # no holidays are known, so that no interval is certain
    table = HoursInterval._meta.db_table
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} (pattern_id, during, certain) FROM STDIN") as copy,
    ):
        for key, schedule in schedules.items():
            for each in hours.intervals(schedule, calendar, first_day, last_day):
                during = f"[{each.start.isoformat()},{each.end.isoformat()})"
                copy.write_row((key, during, not (each.by_reservation or each.tentative)))


def _reach(calendar: hours.DayCalendar, now: datetime) -> tuple[date, date]:
    """First and last day to make intervals for: yesterday to the horizon, as holidays allow.

    The day before the first must be known too: its reception may run past midnight.
    """
    today = hours.in_tokyo(now).date()
    first_day = max(today - timedelta(days=1), calendar.answers_from + timedelta(days=1))
    last_day = min(today + timedelta(days=DAYS_AHEAD), calendar.covers_until)
    return first_day, max(last_day, first_day - timedelta(days=1))  # at worst no day at all
