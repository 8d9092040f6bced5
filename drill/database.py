"""A PostgreSQL server of the drill's own, which may be killed and frozen."""

import os
import signal
import tempfile
from pathlib import Path

import psycopg

from ise_portal.dev import embedded_postgres


class DrillDatabase:
    """A server with an empty database in a folder of its own; `url` is its DATABASE_URL."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="drill-"))
        self.start()

    def start(self) -> None:
        """Start the server, for the first time or again; return when it answers."""
        self.url = embedded_postgres.provide(self.folder)
        with psycopg.connect(self.url) as connection:
            (data,) = connection.execute("SHOW data_directory").fetchone()
        self._pid = int((Path(data) / "postmaster.pid").read_text().split("\n")[0])

    def kill(self) -> None:
        """End the server and all its processes at once, as the kernel would."""
        self._signal(signal.SIGKILL)

    def freeze(self) -> None:
        """Stop the server's processes where they are: connections stay open, nothing answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        for pid in (self._pid, *_children(self._pid)):
            os.kill(pid, number)


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found
