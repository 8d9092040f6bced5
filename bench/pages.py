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
        pages = prepare(size)
        with tempfile.TemporaryDirectory() as bodies:
            with server.serving(database_url) as port:
                for name, path in pages.items():
                    (Path(bodies) / name).write_bytes(server.fetch(port, path))
            with server.serving(
                database_url, DJANGO_SETTINGS_MODULE="bench.settings", BENCH_BODIES=bodies
            ) as port:
                for name, path in pages.items():
                    turns = (load.Server(port), path), (load.Server(port), f"/bare/{name}")
                    share = print_row(f"{size:>8,} {name:<10}", *turns)
                    if share < GOAL:
                        missed.append(
                            f"{name} at {size}: {share:.2f} of the bare view, goal {GOAL}"
                        )
    return missed


def prepare(size: int) -> dict[str, str]:
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


def print_row(head: str, page: tuple[load.Server, str], bare: tuple[load.Server, str]) -> float:
    """Measure a page and what it is compared with in turns; return the share of its speed."""
    turns = [(load.measure(*page), load.measure(*bare)) for _turn in range(ROUNDS)]
    # The least counts: where one worker has all connections, its threads wait for each other.
    own, other = (min(loads, key=lambda each: each.cpu) for loads in zip(*turns, strict=True))
    share = other.cpu / own.cpu
    print(
        f"{head} {own.requests_per_second:>7.0f} {own.p50:>7.1f} {own.p99:>7.1f}"
        f" {own.body_bytes:>7,} {own.cpu:>7.3f} {other.cpu:>7.3f} {share:>8.2f}",
        flush=True,
    )
    return share
