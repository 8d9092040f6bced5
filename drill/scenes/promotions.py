"""A primary and its synchronous standby, two web services, and promotions under visitors."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import quote

import psycopg

from drill.database import DrillDatabase
from drill.goals import Goal, Stage, none_failed, nothing_lost, public_paths
from drill.visitors import Visits, visiting
from drill.web import serving
from drill.writers import Writers, faults

WRITE = "UPDATE directory_catalogueversion SET number = number"


def promotions(stage: Stage) -> Iterator[Goal]:
    """The primary is killed, the standby takes over, the old primary comes back as the standby."""
    rounds, rate = stage.of(20, 1), stage.of(40, 20)
    journal, paths = stage.folder / "promotions", public_paths()
    back, behind, refusals = [], 0, 0
    stage.standby.start_following(stage.primary)
    both = {"READ_DATABASE_URL": address(stage.standby, stage.primary, "prefer-standby")}
    with ExitStack() as stack:
        ports = [web.port for web in stack.enter_context(serving(2, **both))]
        writers = stack.enter_context(Writers(ports, journal, how_many=6))
        streams = [stack.enter_context(visiting(port, paths, rate / 2)) for port in ports]
        for _round in range(rounds):
            writers.wait_for_one_after(time.monotonic())
            back.append(_promote(stage, writers))
            behind += stage.standby.confirms_unseen(WRITE, seconds=1.5)
            stage.standby.start_following(stage.primary)
            refusals += _refuses(stage.standby)
        writers.wait_for_one_after(time.monotonic())
    visits = Visits([each for stream in streams for each in stream.all])
    print(f"{rounds} promotions: {visits.summary()}")
    print(f"  saves back after {min(back):.1f} to {max(back):.1f} s")
    found = faults(journal)
    stage.primary.set(synchronous_standby_names="")
    stage.standby.remove_data()
    yield none_failed("promotions", visits)
    yield from nothing_lost("promotions", *found)
    yield Goal("promotions: saves within 10 s", f"{max(back):.1f} s at most", max(back) <= 10)
    yield Goal("promotions: the old primary alone confirms nothing", f"{behind} times", not behind)
    sentence = "promotions: the old primary, back, refuses"
    yield Goal(sentence, f"{refusals} of {rounds}", refusals == rounds)


def address(first: DrillDatabase, second: DrillDatabase, wanted: str) -> str:
    """A DATABASE_URL of both servers, asking for one that may be written to, or for a standby."""
    hosts = quote(f"{first.sockets},{second.sockets}", safe="")
    return f"postgres://portal@/portal?host={hosts}&port=5432,5432&target_session_attrs={wanted}"


def _promote(stage: Stage, writers: Writers) -> float:
    """Kill the primary, promote the standby; seconds until a save is confirmed."""
    gone = time.monotonic()
    stage.primary.kill()
    killed = time.monotonic()
    stage.standby.promote()
    stage.change_places()
    return killed - gone + writers.wait_for_one_after(killed)


def _refuses(standby: DrillDatabase) -> bool:
    try:
        standby.ask(WRITE)
    except psycopg.errors.ReadOnlySqlTransaction:
        return True
    return False
