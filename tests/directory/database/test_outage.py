"""A request that waits for the database is let go once it is known that none answers."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import OperationalError, connection
from psycopg import connect

from directory.database.outage import watches
from tests.helpers.transactions import committed

A_LONG_TIME = 20  # seconds, fewer than one answer may take


def wait_long():
    """Ask what takes the database a long time, as a clerk's request in a thread of its own."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(%s)", [A_LONG_TIME])
    finally:
        connection.close()


def is_waiting():
    """Whether the database works at that question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
        return cursor.rowcount > 0


@pytest.fixture
def watch():
    """The watch of the tests' database, of which every probe fails."""

    def probe():
        connect(host="/nowhere")

    watch = watches[connection.alias]
    watch.start(probe)
    yield watch
    watch.stop()


@committed
def test_threads_of_staff_do_not_stay_with_a_database_that_is_out(watch):
    """Four of them would be all that a worker has: residents would find no thread."""
    with ThreadPoolExecutor() as threads:
        request = threads.submit(wait_long)
        while not is_waiting():
            sleep(0.01)
        watch.suspect(is_out=True)
        with pytest.raises(OperationalError, match="in time"):
            request.result(timeout=A_LONG_TIME / 2)
