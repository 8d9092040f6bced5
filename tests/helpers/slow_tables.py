"""A table that makes all others wait, as a database does that is slow."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import TypeVar

from django.db import connection, connections
from psycopg import connect, sql

Value = TypeVar("Value")


@contextmanager
def slow_for_others(table: str) -> Iterator[None]:
    """Let other threads wait for a table until the block is over; this one fails after 5 s."""
    parameters = connection.get_connection_params()
    known = ("dbname", "host", "port", "user", "password")
    with connect(**{name: parameters[name] for name in known if name in parameters}) as locking:
        statement = sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE")
        locking.execute(statement.format(sql.Identifier(table)))
        _set_lock_timeout("5s")
        try:
            yield
        finally:
            locking.rollback()
            _set_lock_timeout("0")


def wait_until_one_waits() -> None:
    """Return when a question waits for the table."""
    deadline = monotonic() + 30
    while monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_locks WHERE NOT granted")
            if cursor.rowcount:
                return
        sleep(0.01)
    raise AssertionError("Nothing waits.")


def in_a_thread(work: Callable[..., Value], *arguments: object) -> Value:
    """The value of work in a thread of its own, whose connections are closed after it."""
    try:
        return work(*arguments)
    finally:
        connections.close_all()


def _set_lock_timeout(seconds: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [seconds])
