"""A small load: some connections that ask one address again and again, on this machine only."""

import asyncio
import os
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from drill.database import children_of

CONNECTIONS = 16
SECONDS = 2


@dataclass(frozen=True)
class Load:
    """What a server did under load: times in milliseconds, size in bytes without headers.

    `cpu`: processor time of the server's processes for a request, as the system counts it.
    """

    requests_per_second: float
    cpu: float
    p50: float
    p99: float
    body_bytes: int


def measure(port: int, path: str) -> Load:
    """Ask `path` of this process's server on a port, over keep-alive connections, for a while.

    Raises RuntimeError when an answer is anything but 200.
    """
    return asyncio.run(_measure(port, path))


async def _measure(port: int, path: str) -> Load:
    heads = ("Host: 127.0.0.1", "Accept-Encoding: gzip")  # as every browser asks
    request = "\r\n".join([f"GET {path} HTTP/1.1", *heads, "", ""]).encode()
    await _ask_until(time.perf_counter() + 0.5, port, request)  # warm up
    start, worked = time.perf_counter(), _worked()
    answers = await asyncio.gather(
        *(_ask_until(start + SECONDS, port, request) for _ in range(CONNECTIONS))
    )
    elapsed, worked = time.perf_counter() - start, _worked() - worked
    times = [seconds * 1000 for times, _size in answers for seconds in times]
    cuts = statistics.quantiles(times, n=100)
    cpu = worked / len(times) * 1000
    return Load(len(times) / elapsed, cpu, cuts[49], cuts[98], answers[0][1])


def _worked() -> float:
    """Seconds of processor time that the workers of this process's gunicorn have taken so far."""
    ticks = 0
    for server in children_of(os.getpid()):
        if b"gunicorn" in Path(f"/proc/{server}/cmdline").read_bytes():
            # A worker that was replaced meanwhile counts with the server that waited for its end.
            ticks += sum(_ticks(server)[2:]) + sum(
                sum(_ticks(worker)[:2]) for worker in children_of(server)
            )
    return ticks / os.sysconf("SC_CLK_TCK")


def _ticks(process: int) -> list[int]:
    """What a process has taken, itself and in the kernel, and the same of its ended children."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return [int(each) for each in fields[11:15]]


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
