"""Public pages against a bare view that returns the same bytes from the same server."""

import tempfile
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from bench import load, server
from bench.database import fill
from bench.growing import give_hours
from directory.models import Window
from directory.open_now.index import refresh_hours
from directory.search.index import index_windows

SIZES = (100, 10_000)
ROUNDS = 5
# A kept page is to be at most so much slower than a view that only hands over its bytes.
GOAL = 0.9


def run(database_url: str) -> list[str]:
    """Print what each page takes, and its share of the bare view's speed.

    Compared is processor time: of requests a second, which worker takes which connection decides
    more than the page.
    """
    call_command("collectstatic", interactive=False, verbosity=0)
    print(
        f"\nPages: 2 gunicorn workers, {load.CONNECTIONS} connections, gzip; kept after the first"
    )
    print(f"answer; 'of bare' compares processor time a request, the least of {ROUNDS} turns")
    print(
        f"{'windows':>8} {'page':<10} {'req/s':>7} {'p50 ms':>7} {'p99 ms':>7}"
        f" {'bytes':>7} {'cpu ms':>7} {'bare ms':>7} {'of bare':>8}"
    )
    missed = []
    for size in SIZES:
        pages = _prepare(size)
        with tempfile.TemporaryDirectory() as bodies:
            with server.serving(database_url) as port:
                for name, path in pages.items():
                    (Path(bodies) / name).write_bytes(server.fetch(port, path))
            with server.serving(
                database_url, DJANGO_SETTINGS_MODULE="bench.settings", BENCH_BODIES=bodies
            ) as port:
                for name, path in pages.items():
                    share = _print_row(size, name, port, path)
                    if share < GOAL:
                        missed.append(
                            f"{name} at {size}: {share:.2f} of the bare view, goal {GOAL}"
                        )
    return missed


def _prepare(size: int) -> dict[str, str]:
    """Fill the database; return the address of a page of each kind."""
    fill(size)
    give_hours()
    index_windows(Window.objects.prefetch_related("phones"))
    refresh_hours(now=timezone.now())
    return {
        "home": "/",
        "category": "/categories/money-housing/",
        "window": Window.objects.published().earliest("pk").get_absolute_url(),
        "list": "/windows/",
        "list-easy": "/easy/windows/",
        "list-en": "/en/windows/",
        "open": "/windows/?open=on",
        "search": "/windows/?q=%E5%AE%B6%E8%B3%83",
        "errata": "/booklet/errata/",
        "about": "/about/",
    }


def _print_row(size: int, name: str, port: int, path: str) -> float:
    """Measure a page and its bare view in turns; return its share of the view's speed."""
    turns = [
        (load.measure(port, path), load.measure(port, f"/bare/{name}")) for _turn in range(ROUNDS)
    ]
    # The least counts: where one worker has all connections, its threads wait for each other.
    page, bare = (min(loads, key=lambda each: each.cpu) for loads in zip(*turns, strict=True))
    share = bare.cpu / page.cpu
    print(
        f"{size:>8,} {name:<10} {page.requests_per_second:>7.0f} {page.p50:>7.1f} {page.p99:>7.1f}"
        f" {page.body_bytes:>7,} {page.cpu:>7.2f} {bare.cpu:>7.2f} {share:>8.2f}",
        flush=True,
    )
    return share
