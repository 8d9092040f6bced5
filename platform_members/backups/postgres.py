"""Programs of PostgreSQL (pg_dump, pg_restore), and databases on the portal's server."""

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import IO

import psycopg
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from platform_members.backups.archive import BackupRefused

MAINTENANCE = "postgres"  # the database that is there when the portal's is not
LOCK_WAIT = "60s"
# What Django gives psycopg, but libpq does not know.
_NOT_OF_LIBPQ = {"context", "cursor_factory", "prepare_threshold"}


@dataclass(frozen=True)
class Database:
    """Database: its connection URL without the password, and the password."""

    address: str
    password: str

    @property
    def name(self) -> str:
        """Name on the server."""
        return str(conninfo_to_dict(self.address)["dbname"])

    def named(self, name: str) -> "Database":
        """Another database of the same server."""
        return replace(self, address=make_conninfo(self.address, dbname=name))

    @contextmanager
    def connected(self, **how) -> Iterator[psycopg.Connection]:
        """A connection that ends with the block."""
        with closing(psycopg.connect(self.address, password=self.password, **how)) as opened:
            yield opened

    @cached_property
    def server_version(self) -> int:
        """The server's version as PostgreSQL counts: 180001."""
        with self.named(MAINTENANCE).connected() as opened:
            return opened.info.server_version

    def run(self, program: str, *arguments: str, stdin: IO[bytes] | None = None) -> None:
        """Run a program of the server's own version on this database. Raises BackupRefused."""
        path = str(programs(self.server_version // 10_000) / program)
        with subprocess.Popen(
            [path, *arguments, "--no-password", f"--dbname={self.address}"],
            env={"PATH": os.defpath, "LC_ALL": "C", "PGPASSWORD": self.password},
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as process:
            if stdin and process.stdin:
                _feed(process.stdin, stdin)
            said = process.stderr.read() if process.stderr else b""
        complaint = said.decode(errors="replace").strip()
        if process.returncode:
            text = _("%(program)s が失敗しました：%(reason)s")
            raise BackupRefused(text % {"program": program, "reason": complaint})


def portal_database() -> Database:
    """The database of the settings, whether it is there or not."""
    words = connection.get_connection_params()
    password = words.pop("password", "")
    known = {name: value for name, value in words.items() if name not in _NOT_OF_LIBPQ}
    return Database(make_conninfo(**known), password)


def programs(major: int) -> Path:
    """The folder of PostgreSQL's programs of this major version. Raises BackupRefused."""
    on_path = shutil.which("pg_dump")
    places = [settings.POSTGRES_BIN, f"/usr/lib/postgresql/{major}/bin"]
    places += [Path(on_path).parent] if on_path else []
    for place in filter(None, places):
        if (Path(place) / "pg_dump").exists() and _major_of(Path(place)) == major:
            return Path(place)
    text = _(
        "PostgreSQL %(major)d の pg_dump と pg_restore が見つかりません。"
        "postgresql-client-%(major)d を入れるか、POSTGRES_BIN でその場所を指定してください。"
    )
    raise BackupRefused(text % {"major": major})


def _major_of(folder: Path) -> int:
    said = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, check=False)
    found = re.search(rb"\d+", said.stdout)
    return int(found[0]) if found else 0


def _feed(pipe: IO[bytes], stream: IO[bytes]) -> None:
    """Write a stream into a program; a broken pipe is no error, as the program reports it."""
    try:
        with pipe:
            shutil.copyfileobj(stream, pipe)
    except BrokenPipeError:
        pass


@contextmanager
def alone(database: Database) -> Iterator[psycopg.Connection]:
    """Lock on backups: one backup, trial or restore of a database at a time.

    Waits for another one. Gives a connection beside the database, and removes what a killed run
    has left.
    """
    with database.named(MAINTENANCE).connected(autocommit=True) as beside:
        beside.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [database.name])
        names = beside.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)",
            [_scratch_beginning(database)],
        ).fetchall()
        for (name,) in names:
            drop(beside, name)
        yield beside


@contextmanager
def scratch(beside: psycopg.Connection, database: Database) -> Iterator[Database]:
    """A new, empty database of the cluster's locale, gone after the block unless it is renamed."""
    name = _scratch_beginning(database) + secrets.token_hex(4)
    create = sql.SQL("CREATE DATABASE {} TEMPLATE template0")
    try:
        beside.execute(create.format(sql.Identifier(name)))
    except psycopg.errors.InsufficientPrivilege as error:
        text = _(
            "試しに復元するためのデータベースを作れません。"
            "データベースの利用者に CREATEDB の権限を付けてください（ALTER ROLE … CREATEDB）。"
        )
        raise BackupRefused(text) from error
    try:
        yield database.named(name)
    finally:
        drop(beside, name)


def drop(beside: psycopg.Connection, name: str) -> None:
    """Remove a database and end its connections; a missing one is no error."""
    command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    beside.execute(command.format(sql.Identifier(name)))


def put_in_place(beside: psycopg.Connection, new: Database, place: Database, aside: str) -> None:
    """Give a database the name of another, which is kept under the name `aside`, in one step.

    Sessions of both end. A database that is not there yet needs no other name.
    """
    is_there = exists(beside, place.name)
    for name in [new.name, *([place.name] if is_there else [])]:
        _close(beside, name)
    with beside.transaction():
        if is_there:
            _rename(beside, place.name, aside)
        _rename(beside, new.name, place.name)
    for name in [place.name, *([aside] if is_there else [])]:
        beside.execute(_allow(name, "true"))


def exists(beside: psycopg.Connection, name: str) -> bool:
    """Whether the server has a database of this name."""
    found = beside.execute("SELECT FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None


def _close(beside: psycopg.Connection, name: str) -> None:
    """End every session of a database, and refuse new ones."""
    beside.execute(_allow(name, "false"))
    beside.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
    )


def _allow(name: str, word: str) -> sql.Composed:
    command = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    return command.format(sql.Identifier(name), sql.SQL(word))


def _rename(beside: psycopg.Connection, name: str, new: str) -> None:
    command = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    beside.execute(command.format(sql.Identifier(name), sql.Identifier(new)))


def _scratch_beginning(database: Database) -> str:
    return f"{database.name[:40]}_trial_"
