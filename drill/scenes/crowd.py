"""Everybody comes at once, as after an earthquake or a mailing to every household."""

import time
from collections.abc import Iterator

from drill.crowd import crowding
from drill.goals import Goal, Stage, public_paths
from drill.web import fronted, serving


def through_nginx(stage: Stage) -> Iterator[Goal]:
    """Pages of every kind through the shipped nginx, at a steady rate."""
    rate, seconds = stage.of(2600, 200), stage.of(240, 8)
    with (
        serving() as [web],
        fronted(web.port) as front,
        crowding(front.port, public_paths(), rate) as crowd,
    ):
        time.sleep(seconds)
    visits = crowd.visits
    print(f"a crowd: {visits.summary()}; it took {crowd.share:.0%} of the machine itself")
    reached, failed = len(visits.all) / seconds, len(visits.failed)
    yield Goal("a crowd: no page fails", f"{failed} failed", not failed)
    yield Goal(f"a crowd: {rate} pages a second", f"{reached:.0f}", reached >= 0.99 * rate)
