"""Searching: what PostgreSQL needs for thirty mixed questions, at three sizes."""

import statistics
import time
from contextlib import contextmanager

from django.db import connection

from bench.database import fill
from bench.growing import grow
from directory.models import Window
from directory.search.find import find
from directory.search.index import index_windows
from directory.search.sql import SearchTookTooLong

SIZES = (100, 100_000, 1_000_000)
ROUNDS = 5
PER_PAGE = 30
QUESTIONS = (
    "家", "の", "相談", "家賃", "借金", "介護", "うつ", "仕事", "不登校", "小木町",
    "生活保護", "せいかつほご", "ヒキコモリ", "ｾｲｶﾂﾎｺﾞ", "市営住宅", "家賃と介護", "相続 近所",
    "八日市場 子育て", "家賃が払えなくて困っています", "親の介護で仕事をやめそう",
    "年金だけでは生活していけません", "もう死にたいです", "0596-21-5556", "63-5224", "5556", "189",
    "消費者センタ", "いせコンビネット", "ラーメン", "東京スカイツリー",
)  # fmt: skip


def run(_database_url: str) -> None:
    """Print p50 and p95 of a first page with its count, inside PostgreSQL, and indexing speed."""
    print(f"\nSearch: {len(QUESTIONS)} questions, {ROUNDS} times each, first page with count")
    print(f"{'windows':>10} {'p50 ms':>7} {'p95 ms':>7} {'slowest':>8}  question, stopped")
    fill(SIZES[0])
    index_windows(Window.objects.prefetch_related("phones"))
    for size in SIZES:
        grow(size)
        _print_row(size)
    _print_indexing()


def _print_row(size: int) -> None:
    times: list[tuple[float, str]] = []
    stopped = 0
    for number in range(ROUNDS + 1):
        for question in QUESTIONS:
            try:
                spent = _measure(question)
            except SearchTookTooLong:
                spent, stopped = 2000.0, stopped + 1
            if number:  # the first round warms up
                times.append((spent, question))
    cuts = statistics.quantiles([spent for spent, _question in times], n=100)
    slowest, question = max(times)
    print(
        f"{size:>10,} {cuts[49]:>7.1f} {cuts[94]:>7.1f} {slowest:>8.1f}  {question}, {stopped}",
        flush=True,
    )


def _measure(question: str) -> float:
    """Milliseconds that PostgreSQL spends on the first page of a question, its count included."""
    with _database_time() as spent:
        found = find(question, Window.objects.published())
        list(Window.objects.in_this_order(found.windows[:PER_PAGE]).for_reading())
    return sum(spent) * 1000


@contextmanager
def _database_time():
    spent: list[float] = []

    def timed(execute, *arguments):
        start = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            spent.append(time.perf_counter() - start)

    with connection.execute_wrapper(timed):
        yield spent


def _print_indexing() -> None:
    windows = list(Window.objects.order_by("-pk").prefetch_related("phones")[:4000])
    start = time.perf_counter()
    index_windows(windows)
    print(f"Indexing with readings: {len(windows) / (time.perf_counter() - start):,.0f} windows/s")
