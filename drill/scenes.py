"""Scenes: what is taken away, for how long, and what must hold meanwhile."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.urls import reverse

from directory.models import Category, Window
from drill.database import DrillDatabase
from drill.visitors import Visits, visit

SETTLED = 1.5  # seconds after which a page of before the outage may no more say who answers now


@dataclass(frozen=True)
class Goal:
    """A sentence, what was found, and whether it holds."""

    sentence: str
    found: str
    holds: bool


def public_paths() -> list[str]:
    """Pages of each kind, as residents open them."""
    categories = [category.get_absolute_url() for category in Category.objects.in_use()]
    windows = [window.get_absolute_url() for window in Window.objects.published()[:20]]
    lists = [reverse("directory:home-view"), reverse("directory:window-list"), "/about/"]
    return [*lists, *categories, "/members/", *windows]


def database_gone(
    database: DrillDatabase,
    port: int,
    paths: list[str],
    *,
    frozen: bool,
    seconds: float,
    rate: float,
) -> Iterator[Goal]:
    """PostgreSQL is killed, or frozen, and comes back after a while."""
    name = "frozen" if frozen else "killed"
    take, give = (database.freeze, database.thaw) if frozen else (database.kill, database.start)
    visiting = partial(visit, port, paths, rate)
    visits, gone, giving, back = asyncio.run(_take_away(take, give, visiting, seconds))
    meanwhile = visits.between(gone, back)
    print(f"PostgreSQL {name} for {seconds:.0f} s: {meanwhile.summary()}")
    wrong = [each for each in visits.between(gone + SETTLED, giving).all if each.says_open]
    failed, late = len(meanwhile.failed), visits.between(back + 2, back + 60)
    print(f"  from 2 s after: {late.summary()}")
    yield Goal(f"{name}: no page fails", f"{failed} failed", not failed)
    yield Goal(f"{name}: p99 within 1 s", f"{meanwhile.p99:.2f} s", meanwhile.p99 <= 1)
    yield Goal(f"{name}: no page says who answers now", f"{len(wrong)} said so", not wrong)
    states = [each for each in late.all if each.path.startswith("/categories/")]
    yield Goal(f"{name}: no page fails 2 s after", f"{len(late.failed)} failed", not late.failed)
    yield Goal(f"{name}: pages are asked again after", f"{len(states)} lists", bool(states))


async def _take_away(take, give, visiting, seconds) -> tuple[Visits, float, float, float]:
    over = asyncio.Event()
    visits = asyncio.create_task(visiting(over))
    await asyncio.sleep(2)
    await asyncio.to_thread(take)
    gone = time.monotonic()
    await asyncio.sleep(seconds)
    giving = time.monotonic()
    await asyncio.to_thread(give)
    back = time.monotonic()
    await asyncio.sleep(5)
    over.set()
    return await visits, gone, giving, back
