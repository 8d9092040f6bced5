"""What people in danger type, and what only looks like it: the tables `tests/data/danger_*.csv`.

Columns: the text; y (must be read), n (must not) or e (either); the kinds of which one must be
read, when there is only one right answer. `danger_cases` came with the task; `danger_first` was
written before the rules, `danger_fresh_…` after them, without looking, to measure them. A row that
fails is a finding about the rules; it is not to be reworded until it passes.
"""

import csv
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "data"
LOOK_ALIKES = "danger_first_quiet.csv"


def danger_table(name: str = "danger_*.csv") -> list[tuple[str, str, set[str]]]:
    """Every row of the tables with such a name: the text, y / n / e, the kinds."""
    rows = []
    for path in sorted(FOLDER.glob(name)):
        with path.open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    return [(row["query"], row["expected"], set((row.get("kinds") or "").split())) for row in rows]
