"""A crowd of households behind nginx: each has an address, and keeps its connection a while."""

import asyncio
import itertools
import os
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from drill.visitors import TOO_LATE, Visit, Visits, unproved
from tests.deploy.front import NAME

HOUSEHOLDS = 400
PAGES_OF_A_CONNECTION = 10


class Crowd:
    """Households that ask for `rate` pages a second together, and what they take of the machine.

    `share`: processor time of this process over that of all processors, known at the end.
    """

    def __init__(self, port: int, paths: list[str], rate: float) -> None:
        self.port, self.paths, self.beat = port, paths, HOUSEHOLDS / rate
        self.visits, self.share = Visits(), 0.0
        self.over, self.tls = threading.Event(), unproved()

    async def come(self) -> None:
        """Visit until it is over."""
        await asyncio.gather(*map(self._household, range(HOUSEHOLDS)))

    async def _household(self, number: int) -> None:
        address = f"127.0.{1 + number // 250}.{1 + number % 250}"
        paths = itertools.islice(itertools.cycle(self.paths), number % len(self.paths), None)
        next_at = time.monotonic() + self.beat * number / HOUSEHOLDS
        streams = None
        for count, path in enumerate(paths):
            await asyncio.sleep(max(0.0, next_at - time.monotonic()))
            if self.over.is_set():
                break
            next_at += self.beat
            if streams and count % PAGES_OF_A_CONNECTION == 0:
                streams[1].close()
                streams = None
            streams = await self._visit(path, address, streams)

    async def _visit(self, path: str, address: str, streams):
        """Ask for a page; the streams, or None where they are of no use any more."""
        sent, status = time.monotonic(), 0
        try:
            async with asyncio.timeout(TOO_LATE):
                reader, writer = streams or await asyncio.open_connection(
                    "127.0.0.1",
                    self.port,
                    ssl=self.tls,
                    server_hostname=NAME,
                    local_addr=(address, 0),
                )
                writer.write(
                    f"GET {path} HTTP/1.1\r\nHost: {NAME}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
                )
                status = await _read_answer(reader)
                streams = reader, writer
        except (OSError, EOFError, TimeoutError, ValueError):
            streams = None
        self.visits.all.append(Visit(path, sent, time.monotonic() - sent, status))
        return streams


async def _read_answer(reader: asyncio.StreamReader) -> int:
    """Status of an answer, read to its end."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = head.partition("content-length:")[2].partition("\r\n")[0]
    await reader.readexactly(int(length))
    return int(head[9:12])


@contextmanager
def crowding(port: int, paths: list[str], rate: float) -> Iterator[Crowd]:
    """Let a crowd come while the block runs."""
    crowd, begun, used = Crowd(port, paths, rate), time.monotonic(), _processor_seconds()
    thread = threading.Thread(target=asyncio.run, args=(crowd.come(),))
    thread.start()
    try:
        yield crowd
    finally:
        crowd.over.set()
        thread.join()
        seconds = (time.monotonic() - begun) * (os.cpu_count() or 1)
        crowd.share = (_processor_seconds() - used) / seconds


def _processor_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
