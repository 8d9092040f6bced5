"""What came of bad inputs. Plain values, which processes hand each other."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

SECONDS = 2.0  # within which each is answered
SHOWN = 20


@dataclass
class Report:
    """How many inputs were sent, what was answered, and which answers should not be."""

    sent: int = 0
    statuses: Counter = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def add(self, other: "Report") -> None:
        """Take in what another process has found."""
        self.sent += other.sent
        self.statuses += other.statuses
        self.failed += other.failed
        self.slow += other.slow
        self.slowest = max(self.slowest, other.slowest)

    def lines(self) -> Iterator[str]:
        """Statuses by class, the slowest answer, and the first of those that should not be."""
        for hundred in range(1, 6):
            found = {s: n for s, n in sorted(self.statuses.items()) if s // 100 == hundred}
            yield f"  {hundred}xx: {sum(found.values())}  {found or ''}"
        yield f"  slowest: {self.slowest[0]:.2f} s  {self.slowest[1]}"
        yield from self.failed[:SHOWN]
        yield from self.slow[:SHOWN]
        yield f"{len(self.failed)} answers of 500 or more, {len(self.slow)} over {SECONDS:.0f} s"
