"""A small load: some connections that ask one address again and again, on this machine only."""

import asyncio
import statistics
import time
from dataclasses import dataclass

CONNECTIONS = 16
SECONDS = 3


@dataclass(frozen=True)
class Load:
    """What a server did under load: times in milliseconds, size in bytes without headers."""

    requests_per_second: float
    p50: float
    p99: float
    body_bytes: int


def measure(port: int, path: str) -> Load:
    """Ask `path` of the server on this port over keep-alive connections for a few seconds.

    Raises RuntimeError when an answer is anything but 200.
    """
    return asyncio.run(_measure(port, path))


async def _measure(port: int, path: str) -> Load:
    heads = ("Host: 127.0.0.1", "Accept-Encoding: gzip")  # as every browser asks
    request = "\r\n".join([f"GET {path} HTTP/1.1", *heads, "", ""]).encode()
    await _ask_until(time.perf_counter() + 0.5, port, request)  # warm up
    start = time.perf_counter()
    answers = await asyncio.gather(
        *(_ask_until(start + SECONDS, port, request) for _ in range(CONNECTIONS))
    )
    elapsed = time.perf_counter() - start
    times = [seconds * 1000 for times, _size in answers for seconds in times]
    cuts = statistics.quantiles(times, n=100)
    return Load(len(times) / elapsed, cuts[49], cuts[98], answers[0][1])


async def _ask_until(end: float, port: int, request: bytes) -> tuple[list[float], int]:
    times, size = [], 0
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while time.perf_counter() < end:
            start = time.perf_counter()
            writer.write(request)
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                # A worker that has answered its share is replaced, and ends its connections.
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                continue
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"{request!r} was answered {head[:40]!r}")
            size = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(size)
            times.append(time.perf_counter() - start)
    finally:
        writer.close()
    return times, size
