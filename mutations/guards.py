"""Guards: what protects something, where it stands, and the tests that must miss it.

The tables below `guards/` hold one guard each: its `name`, the `file`, the `text` that stands
there exactly once, what stands there `without` the guard, and the `tests` (below `tests/`) of which
one at least fails then.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLES = ROOT / "mutations" / "guards"


@dataclass(frozen=True)
class Guard:
    """One guard, and what is left where it is taken away."""

    name: str
    file: str
    text: str
    without: str
    tests: list[str]

    @property
    def source(self) -> str:
        """The file with the guard."""
        return (ROOT / self.file).read_text()

    @property
    def source_without(self) -> str:
        """The file without the guard. Raises ValueError where its text stands not once there."""
        if self.source.count(self.text) != 1:
            raise ValueError(f"{self.file} holds the text of {self.name!r} not exactly once")
        return self.source.replace(self.text, self.without)


def tables() -> list[str]:
    """Names of the tables."""
    return sorted(path.stem for path in TABLES.glob("*.toml"))


def guards(table: str) -> list[Guard]:
    """The guards of one table."""
    rows = tomllib.loads((TABLES / f"{table}.toml").read_text())["guard"]
    return [Guard(**row) for row in rows]
