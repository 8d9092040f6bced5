"""Visitors who come at a steady rate, whether the ones before them were answered or not."""

import asyncio
import ssl
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle

from tests.deploy.front import NAME

# Seconds after which a visitor has gone; a browser waits longer. Scenes that promise an answer
# sooner look at how long each took.
TOO_LATE = 30.0


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
    is_mirrored: bool = False


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

    @property
    def mean(self) -> float:
        """Seconds that an answered request took on average."""
        return statistics.mean(visit.seconds for visit in self.all if visit.status)

    def summary(self) -> str:
        """One line for the drill's table."""
        kinds = Counter(visit.status for visit in self.failed)
        mirrored = sum(visit.is_mirrored for visit in self.all)
        return (
            f"{len(self.all):>6} pages, {len(self.failed):>4} failed {dict(kinds) or ''},"
            f" {mirrored:>4} of the mirror, p99 {self.p99 * 1000:.0f} ms,"
            f" slowest {max(v.seconds for v in self.all):.2f} s"
        )


@contextmanager
def visiting(port: int, paths: list[str], rate: float, *, front: bool = False) -> Iterator[Visits]:
    """Let `rate` visitors a second come to these paths in turn; all are answered at the end.

    `front`: they speak to nginx, over TLS.
    """
    visits, over = Visits(), threading.Event()
    coming = _come(port, paths, rate, over, visits, front)
    thread = threading.Thread(target=asyncio.run, args=(coming,))
    thread.start()
    try:
        yield visits
    finally:
        over.set()
        thread.join()


async def _come(port, paths, rate, until, visits, front) -> None:
    running, beat, next_at = set(), 1 / rate, time.monotonic()
    tls = unproved() if front else None
    for path in cycle(paths):
        if until.is_set():
            break
        task = asyncio.create_task(_visit(port, path, visits, tls))
        running.add(task)
        task.add_done_callback(running.discard)
        next_at += beat
        await asyncio.sleep(max(0.0, next_at - time.monotonic()))
    await asyncio.gather(*running)


async def _visit(port: int, path: str, visits: Visits, tls: ssl.SSLContext | None) -> None:
    sent, status, page = time.monotonic(), 0, b""
    name = NAME if tls else "127.0.0.1"
    try:
        async with asyncio.timeout(TOO_LATE):
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", port, ssl=tls, server_hostname=NAME if tls else None
            )
            request = f"GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n"
            writer.write(request.encode())
            page = await reader.read()
            writer.close()
            status = int(page[9:12]) if page.startswith(b"HTTP/1.1 ") else 0
    except (OSError, TimeoutError, ValueError):
        pass
    spent = time.monotonic() - sent
    says_open, is_mirrored = b'class="state state-open"' in page, b'class="as-of"' in page
    visits.all.append(Visit(path, sent, spent, status, says_open, is_mirrored))


def unproved() -> ssl.SSLContext:
    """TLS to a server whose certificate is not looked at."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
