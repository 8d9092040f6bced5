"""What a request waits for: as long as there is hope, and no longer than a page may take."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import OperationalError, connection
from psycopg import connect

from directory.database.outage import answer_within, watches
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


@committed
def test_a_database_that_hangs_is_found_out_by_those_who_wait_for_it(watch):
    """Clerks alone are there, in every thread; a probe that fails lets them go."""
    with ThreadPoolExecutor() as threads:
        requests = [threads.submit(wait_long) for _ in range(3)]
        for request in requests:
            with pytest.raises(OperationalError, match="in time"):
                request.result(timeout=A_LONG_TIME / 2)
    assert watch.is_out


@committed
def test_a_slow_answer_is_waited_for_while_probes_are_answered(watch):
    """The database works, and a clerk's question takes its time."""
    probes = []
    watch.start(lambda: probes.append(1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1.2)")
    assert 1 <= len(probes) <= 3
    assert not watch.is_out


@committed
def test_what_a_page_does_between_answers_is_not_waiting(watch):
    """On a machine under load a page takes its seconds, and the database is well."""
    watch.start(lambda: None)
    with connection.cursor() as cursor, answer_within(0.5):
        sleep(0.6)
        cursor.execute("SELECT 1")
        with pytest.raises(OperationalError, match="in time"):
            cursor.execute("SELECT pg_sleep(2)")
    connection.close()


@committed
def test_answers_share_the_seconds_of_a_page(watch):
    """Two that take a third of a second each are more than half a second allows."""
    watch.start(lambda: None)
    with connection.cursor() as cursor, answer_within(0.5):
        cursor.execute("SELECT pg_sleep(0.35)")
        with pytest.raises(OperationalError, match="in time"):
            cursor.execute("SELECT pg_sleep(0.35)")
    connection.close()
