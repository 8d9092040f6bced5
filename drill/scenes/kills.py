"""Processes are killed or replaced, under writers or under visitors."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models

from directory.models import Window
from drill.database import DrillDatabase
from drill.goals import Goal, Stage, none_failed, nothing_lost, public_paths
from drill.visitors import visiting
from drill.web import Web, fronted, has_nginx, serving, wait_for
from drill.writers import Writers, faults

SECONDS_BETWEEN_KILLS = 2.0


def everything(stage: Stage) -> Iterator[Goal]:
    """Web service and PostgreSQL are killed at once while clerks save; all comes back."""
    rounds, journal = stage.of(100, 2), stage.folder / "everything"
    with serving() as [web]:
        with Writers([web.port], journal) as writers:
            for number in range(rounds):
                writers.wait_for_one_after(time.monotonic())
                time.sleep(0.5 + number % 7 / 7)  # not always at the same point of their work
                web.kill()
                stage.primary.kill()
                stage.primary.start()
                web.start()
            writers.wait_for_one_after(time.monotonic())
        found = faults(journal)
    print(f"Everything killed {rounds} times: {found[0]} saves confirmed")
    yield from nothing_lost("everything killed", *found)


def workers_and_database(stage: Stage) -> Iterator[Goal]:
    """A worker is killed every two seconds, PostgreSQL restarted, with nginx and without."""
    if not has_nginx():
        print("Workers killed: not played, as there is no nginx here.")
        return
    restarts, rate, paths = stage.of(10, 3), stage.of(40, 15), public_paths()
    with (
        serving() as [web],
        fronted(web.port) as front,
        visiting(front.port, paths, rate, front=True) as behind,
        visiting(web.port, paths, rate) as without,
        _killing_workers(web),
    ):
        for _restart in range(restarts):
            time.sleep(SECONDS_BETWEEN_KILLS)
            _restart_database(stage.primary)
        time.sleep(SECONDS_BETWEEN_KILLS)
    name = f"a worker killed every 2 s, {restarts} restarts of PostgreSQL"
    print(f"{name}, behind nginx: {behind.summary()}")
    print(f"{name}, without: {without.summary()}")
    yield none_failed("workers killed, behind nginx", behind)
    share, mean = len(without.failed) / len(without.all), without.mean
    print(f"  without: {share:.2%} failed, mean {mean * 1000:.0f} ms")
    if stage.is_full:  # too few are killed else to tell
        yield Goal("workers killed, without nginx: at most 1 % fail", f"{share:.2%}", share <= 0.01)


def reloads(stage: Stage) -> Iterator[Goal]:
    """The service is restarted on its socket, each time after a migration, under visitors."""
    if not has_nginx():
        print("Restarts: not played, as there is no nginx here.")
        return
    times, rate, paths = stage.of(20, 1), stage.of(100, 30), public_paths()
    with (
        serving() as [web],
        fronted(web.port) as front,
        visiting(front.port, paths, rate, front=True) as visits,
    ):
        for number in range(times):
            time.sleep(2)
            with _column_of_a_migration(number):
                web.restart()
                wait_for(web.port)
        time.sleep(2)
    print(f"{times} restarts with a migration, behind nginx: {visits.summary()}")
    yield none_failed("restarts with a migration", visits)


def _restart_database(database: DrillDatabase) -> None:
    database.kill()
    database.start()


@contextmanager
def _killing_workers(web: Web) -> Iterator[None]:
    over = threading.Event()

    def kill() -> None:
        while not over.wait(SECONDS_BETWEEN_KILLS):
            web.kill_a_worker()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield
    finally:
        over.set()
        killer.join()


@contextmanager
def _column_of_a_migration(number: int) -> Iterator[None]:
    """A column that a migration adds as docs/recipes.md says; gone afterwards."""
    column = models.TextField(null=True)
    column.set_attributes_from_name(f"drill_{number}")
    column.model = Window
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")
    with connection.schema_editor() as editor:
        editor.add_field(Window, column)
    yield
    with connection.schema_editor() as editor:
        editor.remove_field(Window, column)
