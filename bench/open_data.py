"""HSDS API: a page of a hundred windows, the whole as ndjson, an answer that is known already."""

import ctypes
import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from bench.database import fill
from bench.growing import grow
from bench.million import measure
from directory.open_now.index import refresh_hours

WINDOWS = 100_000
PAGE = "/hsds/services?full=true&per_page=100"
WHOLE = "/hsds/services?full=true&format=ndjson"
ROUNDS = 20
# Services a second of processor, megabytes more than before the dump began.
GOAL_A_SECOND, GOAL_MEGABYTES = 5_000, 150


def run(_database_url: str) -> list[str]:
    """Print milliseconds and queries of a page, and how fast and large the whole is."""
    connection.settings_dict["CONN_MAX_AGE"] = None  # one process of PostgreSQL's for all
    connection.close()
    fill(100)
    refresh_hours(now=timezone.now())
    with override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        client = Client()
        few = len(_queries(client))
        grow(WINDOWS)
        many = len(_queries(client))
        tag = client.head(PAGE)["ETag"]
        page = _median(lambda: client.get(PAGE))
        known = _median(lambda: client.get(PAGE, headers={"If-None-Match": tag}))
        asked = _queries(client, tag)
        services, cost, seconds, megabytes = _whole(client)
    a_second = services / cost
    print(f"\nOpen data at {WINDOWS:,} windows: HSDS, everything of each window; ms of processor,")
    print("the database's included")
    print(f"page of 100: {page:.0f} ms, {many} queries ({few} with 100 windows)")
    print(f"304: {known:.1f} ms, {len(asked)} queries")
    print(f"all as ndjson: {services:,} services, {a_second:,.0f} in a second of processor")
    print(f"({services / seconds:,.0f} on the clock), {megabytes:.0f} MB more than before")
    missed = []
    if many != few:
        missed.append(f"a page of services: {many} queries, {few} with few windows")
    if any("directory_window" in sql for sql in asked):
        missed.append("a known answer: the table of windows is read")
    if a_second < GOAL_A_SECOND:
        missed.append(f"all services: {a_second:,.0f} a second, goal {GOAL_A_SECOND:,}")
    if megabytes > GOAL_MEGABYTES:
        missed.append(f"all services: {megabytes:.0f} MB, goal {GOAL_MEGABYTES} MB")
    return missed


def _queries(client: Client, tag: str = "") -> list[str]:
    """What a page asks of the database; with a tag, one that the visitor has."""
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        status = client.get(PAGE, headers={"If-None-Match": tag} if tag else {}).status_code
    if status != (304 if tag else 200):
        raise RuntimeError(f"A page answers {status}.")
    return [query["sql"] for query in asked]


def _median(page: Callable[[], object]) -> float:
    return statistics.median(measure(page)[0] for _round in range(ROUNDS))


def _whole(client: Client) -> tuple[int, float, float, float]:
    """Services, seconds of processor and on the clock, megabytes at most beyond those before."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what growing the database has left is no room for the dump
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark begins anew
    before, start, lines = _megabytes("VmRSS"), time.perf_counter(), 0

    def read() -> None:
        nonlocal lines
        for piece in client.get(WHOLE):
            lines += piece.count(b"\n")

    cost, _database = measure(read)
    return lines, cost / 1000, time.perf_counter() - start, _megabytes("VmHWM") - before


def _megabytes(name: str) -> float:
    """A figure of this process in /proc/self/status."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))
