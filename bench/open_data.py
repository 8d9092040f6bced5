"""HSDS API: a page of a hundred windows, the whole as ndjson, an answer that is known already."""

import statistics
import time
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from bench.database import fill
from bench.growing import grow
from directory.open_now.index import refresh_hours

WINDOWS = 100_000
PAGE = "/hsds/services?full=true&per_page=100"
WHOLE = "/hsds/services?full=true&format=ndjson"
ROUNDS = 20
# Services a second, megabytes more than before the dump began.
GOAL_A_SECOND, GOAL_MEGABYTES = 5_000, 150


def run(_database_url: str) -> list[str]:
    """Print milliseconds and queries of a page, and how fast and large the whole is."""
    fill(100)
    refresh_hours(now=timezone.now())
    with override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        few = _queries()
        grow(WINDOWS)
        many = _queries()
        page = [_page() for _round in range(ROUNDS)]
        known = [_known() for _round in range(ROUNDS)]
        services, seconds, megabytes = _whole()
    a_second = services / seconds
    print(f"\nOpen data at {WINDOWS:,} windows: HSDS, everything of each window")
    print(f"page of 100: {statistics.median(page):.0f} ms, {many} queries ({few} with 100 windows)")
    print(f"304: {statistics.median(known):.1f} ms")
    print(f"all as ndjson: {a_second:,.0f} a second, {megabytes:.0f} MB more than before")
    missed = []
    if many != few:
        missed.append(f"a page of services: {many} queries, {few} with few windows")
    if a_second < GOAL_A_SECOND:
        missed.append(f"all services: {a_second:,.0f} a second, goal {GOAL_A_SECOND:,}")
    if megabytes > GOAL_MEGABYTES:
        missed.append(f"all services: {megabytes:.0f} MB, goal {GOAL_MEGABYTES} MB")
    return missed


def _queries() -> int:
    Client().get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        Client().get(PAGE)
    return len(asked)


def _page() -> float:
    start = time.perf_counter()
    Client().get(PAGE)
    return (time.perf_counter() - start) * 1000


def _known() -> float:
    tag = Client().head(PAGE)["ETag"]
    start = time.perf_counter()
    if Client().get(PAGE, headers={"If-None-Match": tag}).status_code != 304:
        raise RuntimeError("The answer was made again.")
    return (time.perf_counter() - start) * 1000


def _whole() -> tuple[int, float, float]:
    """Services, seconds, and megabytes at most beyond those before it."""
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark begins anew
    before = _megabytes("VmRSS")
    start, services = time.perf_counter(), 0
    for piece in Client().get(WHOLE):
        services += piece.count(b"\n")
    return services, time.perf_counter() - start, _megabytes("VmHWM") - before


def _megabytes(name: str) -> float:
    """A figure of this process in /proc/self/status."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))
