"""A small load: some connections that ask one address again and again, on this machine only."""

import asyncio
import os
import ssl
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from drill.database import children_of, processor_ticks

CONNECTIONS = 16
SECONDS = 2
# Each connection comes from an address of its own, as nginx limits what one may ask.
_addresses = (f"127.{one}.{two}.1" for one in range(1, 255) for two in range(256))


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


@dataclass(frozen=True)
class Server:
    """A server of this process: where it answers, and by which program, name and TLS."""

    port: int
    program: str = "gunicorn"
    name: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open a connection from an address that has asked nothing yet."""
        return await asyncio.open_connection(
            "127.0.0.1",
            self.port,
            ssl=self.tls,
            server_hostname=self.name if self.tls else None,
            local_addr=(next(_addresses), 0),
        )

    def worked(self) -> float:
        """Seconds of processor time that its processes have taken so far."""
        ticks = 0
        for process in children_of(os.getpid()):
            if self.program.encode() in Path(f"/proc/{process}/cmdline").read_bytes():
                # A worker that was replaced counts with the server that waited for its end.
                ticks += sum(processor_ticks(process)[2:]) + sum(
                    sum(processor_ticks(worker)[:2]) for worker in children_of(process)
                )
        return ticks / os.sysconf("SC_CLK_TCK")


def measure(server: Server, path: str) -> Load:
    """Ask a server for a path, over keep-alive connections, for a while.

    Raises RuntimeError when an answer is anything but 200.
    """
    return asyncio.run(_measure(server, path))


async def _measure(server: Server, path: str) -> Load:
    heads = (f"Host: {server.name}", "Accept-Encoding: gzip")  # as every browser asks
    request = "\r\n".join([f"GET {path} HTTP/1.1", *heads, "", ""]).encode()
    await _ask_until(time.perf_counter() + 0.5, server, request)  # warm up
    start, worked = time.perf_counter(), server.worked()
    answers = await asyncio.gather(
        *(_ask_until(start + SECONDS, server, request) for _ in range(CONNECTIONS))
    )
    elapsed, worked = time.perf_counter() - start, server.worked() - worked
    times = [seconds * 1000 for times, _size in answers for seconds in times]
    cuts = statistics.quantiles(times, n=100)
    cpu = worked / len(times) * 1000
    return Load(len(times) / elapsed, cpu, cuts[49], cuts[98], answers[0][1])


async def _ask_until(end: float, server: Server, request: bytes) -> tuple[list[float], int]:
    times, size = [], 0
    reader, writer = await server.connect()
    try:
        while time.perf_counter() < end:
            start = time.perf_counter()
            writer.write(request)
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                # A worker that has answered its share is replaced, and ends its connections.
                writer.close()
                reader, writer = await server.connect()
                continue
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"{request!r} was answered {head[:40]!r}")
            size = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(size)
            times.append(time.perf_counter() - start)
    finally:
        writer.close()
    return times, size
