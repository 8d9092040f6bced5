"""PostgreSQL is killed, or frozen, for a while, under visitors and clerks who save."""

import time
from collections.abc import Iterator

from drill.goals import Goal, Stage, public_paths
from drill.visitors import visiting
from drill.web import serving
from drill.writers import Writers

SETTLED = 1.5  # seconds after which a page of before the outage may no more say who answers now


def killed(stage: Stage) -> Iterator[Goal]:
    """The server is killed and started again."""
    yield from _gone(stage, "killed", stage.primary.kill, stage.primary.start)


def frozen(stage: Stage) -> Iterator[Goal]:
    """The server is stopped and goes on: its connections stay open, nothing answers."""
    yield from _gone(stage, "frozen", stage.primary.freeze, stage.primary.thaw)


def _gone(stage: Stage, name: str, take, give) -> Iterator[Goal]:
    seconds, rate = stage.of(60, 8), stage.of(200, 40)
    with (
        serving() as [web],
        Writers([web.port], stage.folder / name, how_many=stage.of(8, 1)),
        visiting(web.port, public_paths(), rate) as visits,
    ):
        begun = time.monotonic()
        time.sleep(stage.of(5, 2))
        take()
        gone = time.monotonic()
        time.sleep(seconds)
        giving = time.monotonic()
        give()
        back = time.monotonic()
        time.sleep(5)
    meanwhile = visits.between(gone, back)
    print(f"  before: {visits.between(begun, gone).summary()}")
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
