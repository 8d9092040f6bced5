"""Reception hours: building the intervals, asking who is open, and one state in Python."""

import random
import statistics
import time
from collections.abc import Callable
from contextlib import suppress

from django.db import connection
from django.utils import timezone

from bench.database import fill, synthetic_window
from directory.hours import Unreadable, read
from directory.models import HoursInterval, HoursPattern, HoursRule, Window, day_calendar
from directory.open_now import index as hours_index

SIZES = (1_000, 100_000, 1_000_000)
PATTERNS = 2_000
PAGE = 30
ROUNDS = 15
# Texts of hours that are refused: the longest, and those that begin as if they could be read.
SENSELESS = [
    *("月" * 10_000, "月 9:00～9:01\n" * 500, "（" * 2_000, "(月" * 1_000, "（（月）" * 500),
    *("月・" * 1_000, "平日の" * 650, "月2回（月" * 300, "A.M.9～" * 250),
]


def run(database_url: str) -> None:
    """Print, for each number of windows, what reception hours cost."""
    fill(0)
    print("\nReception hours: inside PostgreSQL but for the last column; ratios to the first row")
    print(
        f"{'windows':>10} {'patterns':>9} {'intervals':>10} {'build s':>8} {'count ms':>9}"
        f" {'page ms':>8} {'open':>9} {'one state µs':>13}"
    )
    print(f"slowest refusal of hours in words: {max(map(_refusal, SENSELESS)) * 1e3:.1f} ms")
    first = None
    for size in SIZES:
        _grow_to(size)
        figures = _measure()
        first = first or figures
        print(
            f"{size:>10,} {HoursPattern.objects.count():>9,} {HoursInterval.objects.count():>10,}"
            f" {figures['build']:>8.2f} {figures['count'] * 1e3:>9.1f}"
            f" {figures['page'] * 1e3:>8.1f} {figures['open']:>9,}"
            f" {figures['state'] * 1e6:>13.0f}"
            f"   ({figures['count'] / first['count']:.1f}×, {figures['page'] / first['page']:.1f}×)"
        )


def _refusal(text: str) -> float:
    """Seconds in which a text of hours is refused."""

    def refuse() -> None:
        with suppress(Unreadable):
            read(text)

    return _median(refuse)


def _measure() -> dict[str, float]:
    now = timezone.now()
    start = time.perf_counter()
    hours_index.rebuild_intervals(now=now)
    build = time.perf_counter() - start
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    published = Window.objects.published()
    calendar = day_calendar()
    windows = list(Window.objects.exclude(hours_pattern=None).with_hours()[:200])
    return {
        "build": build,
        "count": _median(lambda: published.open_at(now).count()),
        "page": _median(lambda: list(published.open_at(now)[:PAGE])),
        "open": published.open_at(now).count(),
        "state": _median(lambda: [w.state_at(now, calendar) for w in windows]) / len(windows),
    }


def _median(work: Callable) -> float:
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _grow_to(size: int) -> None:
    """Add windows; the first ones have hours of their own, the others keep one of these."""
    chance = random.Random(size)
    own = min(PATTERNS, size) - HoursPattern.objects.count()
    if own > 0:
        windows = Window.objects.bulk_create(synthetic_window(n, chance) for n in range(own))
        HoursRule.objects.bulk_create(_rule(window, chance) for window in windows)
        hours_index.index_hours(windows, now=timezone.now())
    columns = ", ".join(
        connection.ops.quote_name(str(field.column))
        for field in Window._meta.concrete_fields
        if field.name not in ("id", "uid")
    )
    missing = max(size - Window.objects.count(), 0)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO directory_window (uid, {columns})"
            f" SELECT gen_random_uuid(), {columns} FROM directory_window, generate_series(1, %s)"
            " WHERE id IN (SELECT window_id FROM directory_hoursrule) LIMIT %s",
            [missing // min(PATTERNS, size) + 1, missing],
        )


def _rule(window: Window, chance: random.Random) -> HoursRule:
    opens = chance.randrange(6 * 60, 12 * 60, 5)
    return HoursRule(
        window=window,
        weekdays=sorted(chance.sample(range(7), chance.randint(3, 6))),
        opens=opens,
        closes=opens + chance.randrange(60, 10 * 60, 5),
        nth_weeks=chance.choice([[], [], [], [1, 3]]),
    )
