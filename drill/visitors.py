"""Visitors who come at a steady rate, whether the ones before them were answered or not."""

import asyncio
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle

TOO_LATE = 10.0  # seconds after which a visitor has gone


@dataclass(frozen=True)
class Visit:
    """One request: when it was sent (`time.monotonic`), what came back, and after how long.

    `status` 0: nothing came back.
    """

    path: str
    sent: float
    seconds: float
    status: int
    says_open: bool = False


@dataclass
class Visits:
    """All requests of a scene."""

    all: list[Visit] = field(default_factory=list)

    def between(self, start: float, end: float) -> "Visits":
        """Those that were sent from `start` up to `end`."""
        return Visits([visit for visit in self.all if start <= visit.sent < end])

    @property
    def failed(self) -> list[Visit]:
        """Those without a page."""
        return [visit for visit in self.all if visit.status not in (200, 304)]

    @property
    def p99(self) -> float:
        """Seconds within which 99 of 100 were answered."""
        return statistics.quantiles((visit.seconds for visit in self.all), n=100)[98]

    def summary(self) -> str:
        """One line for the drill's table."""
        kinds = Counter(visit.status for visit in self.failed)
        return (
            f"{len(self.all):>6} pages, {len(self.failed):>4} failed {dict(kinds) or ''},"
            f" p99 {self.p99 * 1000:.0f} ms, slowest {max(v.seconds for v in self.all):.2f} s"
        )


async def visit(port: int, paths: list[str], rate: float, until: asyncio.Event) -> Visits:
    """Send `rate` requests a second in turn to these paths until the event is set."""
    visits, running, beat = Visits(), set(), 1 / rate
    next_at = time.monotonic()
    for path in cycle(paths):
        if until.is_set():
            break
        task = asyncio.create_task(_visit(port, path, visits))
        running.add(task)
        task.add_done_callback(running.discard)
        next_at += beat
        await asyncio.sleep(max(0.0, next_at - time.monotonic()))
    await asyncio.gather(*running)
    return visits


async def _visit(port: int, path: str, visits: Visits) -> None:
    sent, status, page = time.monotonic(), 0, b""
    try:
        async with asyncio.timeout(TOO_LATE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            writer.write(request.encode())
            page = await reader.read()
            writer.close()
            status = int(page[9:12]) if page.startswith(b"HTTP/1.1 ") else 0
    except (OSError, TimeoutError, ValueError):
        pass
    spent = time.monotonic() - sent
    visits.all.append(Visit(path, sent, spent, status, b'class="state state-open"' in page))
