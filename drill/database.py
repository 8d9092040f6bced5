"""A PostgreSQL server of the drill's own, which may be killed, frozen, followed and promoted."""

import contextlib
import os
import shutil
import signal
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from ise_portal.dev import embedded_postgres

REPLICATED = {  # what both servers of a pair are set to, as docs/operations.md has it
    "hot_standby_feedback": "on",
    "wal_keep_size": "256MB",
    "synchronous_commit": "remote_apply",
    "wal_receiver_status_interval": "1s",
}


class DrillDatabase:
    """A server with an empty database in a folder of its own; `url` is its DATABASE_URL."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(tempfile.mkdtemp(prefix="drill-"))
        self.server = embedded_postgres.locate(self.folder.resolve())
        self.sockets = str(self.server.sockets)
        self.url = f"postgres://portal@/portal?host={quote(self.sockets, safe='')}&port=5432"

    def start(self) -> "DrillDatabase":
        """Start the server, for the first time or again; return when it answers."""
        embedded_postgres.provide(self.folder)
        with psycopg.connect(self.url) as connection:
            [(data,)] = connection.execute("SHOW data_directory").fetchall()
        self._pid = int((Path(data) / "postmaster.pid").read_text().split("\n")[0])
        return self

    def kill(self) -> None:
        """End the server and all its processes at once, as the kernel would."""
        self._signal(signal.SIGKILL)

    def freeze(self) -> None:
        """Stop the server's processes where they are: connections stay open, nothing answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        """Stop the server, if it runs, without giving it time for anything."""
        self.server.run("pg_ctl", "stop", "-D", "data", "-m", "immediate")

    def is_ready(self) -> bool:
        """Whether the server takes connections."""
        try:
            return bool(self.ask("SELECT 1"))
        except psycopg.OperationalError:
            return False

    def remove_data(self) -> None:
        """Stop the server, and take its data away."""
        self.stop()
        shutil.rmtree(self.server.state / "data", ignore_errors=True)

    def remove(self) -> None:
        """End the server for good."""
        self.stop()
        for folder in (self.server.state, self.server.sockets, self.folder):
            shutil.rmtree(folder, ignore_errors=True)

    def ask(self, *statements: str) -> list[tuple]:
        """The rows of the last of these statements."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def set(self, **settings: str) -> None:
        """Change settings of the running server."""
        changes = (f"ALTER SYSTEM SET {name} = '{value}'" for name, value in settings.items())
        self.ask(*changes, "SELECT pg_reload_conf()")

    def ask_server(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs as the server's user; raises RuntimeError."""
        done = self.server.run(program, *arguments)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}")

    # --- Pairs ------------------------------------------------------------------------------------

    def start_following(self, primary: "DrillDatabase") -> None:
        """Start as the standby of a server, from a copy of it or, with data, rewound to it."""
        primary.set(**REPLICATED, synchronous_standby_names="")
        if (self.server.state / "data").exists():
            source = f"host={primary.sockets} port=5432 user=portal dbname=postgres"
            self.ask_server("pg_rewind", "-D", "data", "-R", "--source-server", source)
        else:
            copying = ("-h", primary.sockets, "-p", "5432", "-U", "portal", "-D", "data", "-R")
            self.ask_server("pg_basebackup", *copying, "--checkpoint=fast")
        self.start()
        primary.set(synchronous_standby_names="*")
        for _attempt in range(100):
            if primary.ask("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"):
                return
            time.sleep(0.1)
        raise RuntimeError("The standby does not follow.")

    def promote(self) -> None:
        """Make the standby the primary."""
        self.ask("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_promote()")

    def confirms_unseen(self, statement: str, seconds: float) -> bool:
        """Whether this killed server, started where no client looks, confirms what is written."""
        place = tempfile.mkdtemp(prefix="drill-")
        shutil.chown(place, self.server.user.pw_uid if self.server.user else os.geteuid())
        (self.server.state / "data" / "postmaster.pid").unlink(missing_ok=True)
        options = f"-c listen_addresses='' -k {place}"
        self.ask_server("pg_ctl", "start", "-w", "-D", "data", "-l", "apart.log", "-o", options)
        confirmed = threading.Event()

        def write() -> None:
            with psycopg.connect(
                host=place, port=5432, user="portal", dbname="portal", autocommit=True
            ) as connection:
                connection.execute(statement)
                confirmed.set()

        writer = threading.Thread(target=_quietly, args=(write,), daemon=True)
        writer.start()
        answered = confirmed.wait(seconds)
        self.stop()
        writer.join()
        shutil.rmtree(place, ignore_errors=True)
        return answered

    def _signal(self, number: signal.Signals) -> None:
        for pid in (self._pid, *children_of(self._pid)):
            with contextlib.suppress(ProcessLookupError):  # a connection of its has ended meanwhile
                os.kill(pid, number)


def _quietly(write) -> None:
    with contextlib.suppress(psycopg.Error):  # the server is stopped before it has confirmed
        write()


def children_of(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found


def processor_ticks(process: int) -> list[int]:
    """What a process has taken, itself and in the kernel, and the same of its ended children."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return [int(each) for each in fields[11:15]]
