"""Pages at a hundred windows and at many more: no page may cost much more for all the others."""

import gc
import os
import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from bench.admin import log_in
from bench.cost import ask
from bench.database import fill
from bench.growing import give_hours, grow
from directory import catalogue
from directory.booklet.errata import printed_facts
from directory.models import CatalogueVersion, Category, Edition, Window
from directory.open_now import rows
from directory.open_now.index import refresh_hours
from directory.search.index import index_windows
from platform_members.models import User

SMALL = 100
SIZES = (100_000, 1_000_000)
ROUNDS = 60
# A page that has taken so long in all is measured no more.
MAX_MILLISECONDS = 20_000
# At most so much dearer than with a hundred windows, for pages that most people open.
GOAL = 1.5
MISSING = ("no window", "no page")
# Each filter alone, and those that people choose together.
NARROWED = (
    *("no_phone=on", "reservation=required", "reservation=some", "when=evening", "when=midnight"),
    *("when=sunday", "channel=chat", "channel=sign", "language=pt", "urgent=on", "sort=open"),
    *("on=12%2F28", "no_phone=on&open=on", "no_phone=on&when=sunday", "no_phone=on&language=pt"),
    *("channel=chat&reservation=none", "open=on&language=pt", "reservation=none&when=evening"),
    *("channel=visit&reservation=some&open=on", "no_phone=on&category=money-housing"),
)
SEARCHED = ("no_phone=on", "reservation=some", "when=midnight", "channel=sign", "language=pt")
HELD_TO_IT = ("home", "category", "window", "list", "search", "suggestions")
SMALL_COPY = "bench_portal_small"


def run(_database_url: str) -> list[str]:
    """Print what each page costs beside what it costs with a hundred windows, in turns."""
    pages = _prepare()
    print(
        f"\nA million windows: ms of processor, the database's included, p95 of {ROUNDS}; made anew"
    )
    print(f"with nothing known from before, in turns with a database of {SMALL} windows")
    heads = (f"of {SMALL}", "ms", "times", "database", "of " + str(SMALL))
    print(f"{'windows':>10} {'page':<38}" + "".join(f" {head:>9}" for head in heads))
    missed: list[str] = []
    with _copy() as small:
        for size in _sizes():
            grow(size)
            missed += _print_table(size, pages, small)
    return missed


def _sizes() -> list[int]:
    """The sizes to measure: MILLION=100000 for one of them only."""
    only = os.environ.get("MILLION")
    return [int(only)] if only else list(SIZES)


def _prepare() -> dict[str, tuple[str, str, str]]:
    """Fill the database; return each page's path, query string and cookie."""
    call_command("collectstatic", interactive=False, verbosity=0)
    connection.settings_dict["CONN_MAX_AGE"] = None  # one process of the server's for each size
    connection.close()
    fill(SMALL)
    give_hours()
    index_windows(Window.objects.prefetch_related("phones"))
    refresh_hours(now=timezone.now())
    cookie = log_in()
    published = Window.objects.published()
    Edition.objects.create(
        name="計測の版",
        printed_on=timezone.localdate() - timedelta(days=1),
        copies=1,
        made_by=User.objects.get(),
        facts=[printed_facts(window) for window in published.for_reading()],
    )
    category = Category.objects.get(slug="money-housing")
    return {
        "home": ("/", "", ""),
        "category": (category.get_absolute_url(), "", ""),
        "window": (published.in_category(category)[0].get_absolute_url(), "", ""),
        "list": ("/windows/", "", ""),
        "second page": ("/windows/", "page=2", ""),
        "open now": ("/windows/", "open=on", ""),
        "search": ("/windows/", "q=%E5%AE%B6%E8%B3%83", ""),
        "suggestions": ("/windows/suggest/", "q=%E5%AE%B6%E8%B3%83", ""),
        **{each: ("/windows/", each, "") for each in NARROWED},
        **{f"q {each}": ("/windows/", f"q=%E5%AE%B6%E8%B3%83&{each}", "") for each in SEARCHED},
        "wish": ("/windows/", "q=%E6%97%A5%E6%9B%9C%E6%97%A5", ""),
        "errata": (reverse("directory:errata-list"), "", ""),
        "no window": ("/windows/999999999/", "", ""),
        "no page": ("/nothing/", "", ""),
        "admin": ("/admin/", "", cookie),
        "admin list": ("/admin/directory/window/", "", cookie),
    }


@contextmanager
def _copy():
    """A copy of the database as it is now, as a connection to put in place of Django's."""
    usual, name = connections["default"], connection.settings_dict["NAME"]
    usual.close()
    with usual._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {SMALL_COPY}")
        cursor.execute(f"CREATE DATABASE {SMALL_COPY} TEMPLATE {name}")
        for each in (name, SMALL_COPY):  # the processes of a parallel query would not be counted
            cursor.execute(f"ALTER DATABASE {each} SET max_parallel_workers_per_gather = 0")
    small = usual.copy()
    small.settings_dict = {**usual.settings_dict, "NAME": SMALL_COPY}
    try:
        yield small
    finally:
        connections["default"] = usual
        small.close()
        with usual._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {SMALL_COPY}")


def _print_table(size: int, pages: dict, small) -> list[str]:
    handler, large = WSGIHandler(), connections["default"]
    spent: dict[tuple, list[tuple[float, float]]] = {}
    gc.freeze()  # what is there stays, and need not be looked through each time
    for number in range(ROUNDS + 2):
        for name, page in pages.items():
            if sum(own for own, _database in spent.get((name, "large"), ())) > MAX_MILLISECONDS:
                continue
            for place, database in (("small", small), ("large", large)):
                connections["default"] = database
                _forget_everything()
                status = "404" if name in MISSING else "200"
                found = measure(partial(ask, handler, *page, status=status))
                if number >= 2:  # the first ones warm up
                    spent.setdefault((name, place), []).append(found)
    connections["default"] = large
    missed = []
    for name in pages:
        (before, of_small), (now, of_large) = (
            [_p95(times) for times in zip(*spent[name, place], strict=True)]
            for place in ("small", "large")
        )
        print(
            f"{size:>10,} {name:<38} {before:>9.1f} {now:>9.1f} {now / before:>9.2f}"
            f" {of_large:>9.2f} {of_small:>9.2f}",
            flush=True,
        )
        if name in HELD_TO_IT and now > GOAL * before:
            missed.append(f"{name} with {size:,} windows: {now / before:.2f} times, goal {GOAL}")
    return missed


def _p95(times: tuple[float, ...]) -> float:
    if len(times) < 2:
        return times[0]
    return statistics.quantiles(times, n=20)[18]


def _forget_everything() -> None:
    """Let the process know nothing, as after a change of the catalogue.

    Its garbage is collected now, so that no page pays for what another has left.
    """
    CatalogueVersion.objects.update(number=CatalogueVersion.objects.current() + 1)
    catalogue.announce()
    rows.forget()
    for cache in caches.all():
        cache.clear()
    gc.collect()


def measure(page: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of processor that a page takes: in all, and in the database's process alone.

    Of the processor, so that whatever else the machine does changes them least.
    """
    connection.ensure_connection()
    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    before, own = _nanoseconds(server), time.process_time()
    page()
    own = time.process_time() - own
    database = (_nanoseconds(server) - before) / 1_000_000
    return own * 1000 + database, database


def _nanoseconds(server: Path) -> int:
    """For how long a process of this machine (Linux) has been on a processor."""
    return int(server.read_text().split()[0])
