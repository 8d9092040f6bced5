"""Memory of the workers, after many visits and booklets that were set in type."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from directory.models import SearchTerm
from drill.browser import Browser
from drill.crowd import crowding
from drill.database import children_of, processor_ticks
from drill.goals import Goal, Stage, none_failed, public_paths
from drill.visitors import Visits
from drill.web import Web, fronted, has_nginx, serving

A_SECOND = 100  # visits
# Megabytes of a worker, at its peak: two leave three quarters of a machine of 2 GB to the rest.
MOST = 250
GROWTH = 1.1  # from a fifth of the visits to all


def workers(stage: Stage) -> Iterator[Goal]:
    """Pages of every kind, everyday questions, and booklets that are made each time anew."""
    if not has_nginx():
        print("Memory: not played, as there is no nginx here.")
        return
    visits, booklets = stage.of(5000, 500), stage.of(10, 1)
    paths = [*public_paths(), *_questions()]
    with serving() as [web], fronted(web.port) as front:
        with crowding(front.port, paths, A_SECOND) as first:
            time.sleep(visits / 5 / A_SECOND)
        before = _taken(web, "VmRSS")
        with crowding(front.port, paths, A_SECOND) as others:
            time.sleep(visits * 4 / 5 / A_SECOND)
        visited = _taken(web, "VmRSS")
        worked = [sum(processor_ticks(worker)[:2]) for worker in _workers(web)]
        statuses = [_set_a_booklet(web.port) for _number in range(booklets)]
        after, peak = _taken(web, "VmRSS"), _taken(web, "VmHWM")
    seen = Visits(first.visits.all + others.visits.all)
    print(f"Memory: {seen.summary()}; booklets: {statuses}")
    print(f"  MB of each worker: {before} after a fifth of the visits, {visited} after all,")
    print(f"  {after} after the booklets, {peak} at most")
    print(f"  share of each worker: {', '.join(f'{each / sum(worked):.0%}' for each in worked)}")
    yield none_failed("memory", seen)
    yield Goal("memory: booklets are made", f"{statuses.count(200)}", set(statuses) == {200})
    yield Goal(f"memory: a worker takes at most {MOST} MB", f"{max(peak)} MB", max(peak) <= MOST)
    if stage.is_full:  # what is kept for residents is not there yet after a hundred visits
        grown = max(visited) / max(before)
        yield Goal(
            f"memory: visits let it grow at most {GROWTH} times", f"{grown:.2f}", grown <= GROWTH
        )


def _questions() -> list[str]:
    """A search for each phrase that staff have written."""
    address = reverse("directory:window-list")
    phrases = SearchTerm.objects.values_list("phrase", flat=True)
    return [f"{address}?{urlencode({'q': phrase})}" for phrase in phrases]


def _workers(web: Web) -> list[int]:
    """The processes of the workers."""
    return sorted(children_of(web.process.pid))


def _taken(web: Web, what: str) -> list[int]:
    """Megabytes of each worker, by a line of its status in /proc."""
    found = []
    for worker in _workers(web):
        lines = Path(f"/proc/{worker}/status").read_text().splitlines()
        (line,) = [line for line in lines if line.startswith(f"{what}:")]
        found.append(int(line.split()[1]) // 1024)
    return found


def _set_a_booklet(port: int) -> int:
    """Status of a booklet of which no copy is kept."""
    for kept in Path(settings.BOOKLET_FOLDER).glob("*.pdf"):
        kept.unlink()
    return Browser(port).get(reverse("directory:booklet-pdf"))[0]
