"""Stretches of reception in minutes, and making overlapping ones disjoint."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of reception: minutes from some midnight, the end not included, and its kind."""

    start: int
    end: int
    by_reservation: bool = False
    tentative: bool = False
    label: str = ""

    @property
    def kind(self) -> tuple[bool, bool, str]:
        """What a resident must know beyond the time. The smaller kind asks less of them."""
        return self[2:]

    def follows(self, earlier: "Span") -> bool:
        """Whether it carries on where an earlier one of the same kind ends."""
        return self.start == earlier.end and self.kind == earlier.kind


def disjoint(spans: Iterable[Span]) -> list[Span]:
    """The spans sorted and made disjoint. Where kinds overlap, the one that asks less wins.

    Spans that merely touch stay apart; `joined` unites them.
    """
    painted: list[Span] = []
    cluster: list[Span] = []
    reach = 0
    for span in sorted(spans):
        if cluster and span.start < reach:
            cluster.append(span)
            reach = max(reach, span.end)
        else:
            painted += _painted(cluster)
            cluster, reach = [span], span.end
    return [*painted, *_painted(cluster)]


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Disjoint sorted spans with those united that touch and are of one kind."""
    running: Span | None = None
    for span in spans:
        if running is not None and span.follows(running):
            running = running._replace(end=span.end)
        else:
            if running is not None:
                yield running
            running = span
    if running is not None:
        yield running


def _painted(cluster: list[Span]) -> Iterable[Span]:
    """One run of overlapping spans, cut at every edge and each piece given its best kind."""
    if len(cluster) < 2:
        return cluster
    edges = sorted({edge for span in cluster for edge in (span.start, span.end)})
    return joined(
        Span(start, end, *min(each.kind for each in cluster if each.start <= start < each.end))
        for start, end in pairwise(edges)
    )
