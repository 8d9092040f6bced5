"""Reading danger: processor time for 2,000 characters of ordinary and of dangerous text."""

import csv
import random
import time

from directory.search import danger
from ise_portal.dev.local import CHECKOUT

LENGTH = 2_000
GOALS = {"ordinary": 1.0, "English": 1.0}  # milliseconds
ROUNDS = 200
ORDINARY = (
    "家賃が払えなくて困っています。子どもの学校のことも相談したいです。市役所は何時まで開いていますか。"
    "ごみの出し方がわかりません。年金の手続きを教えてください。介護保険を使いたいです。"
)
ENGLISH = (
    "I cannot pay my rent and the school of my children asks for money. Where can I go for help? "
    "My husband has no work, and we are worried about the winter. "
)


def run(_database_url: str) -> list[str]:
    """Print milliseconds for each text, the best of many readings, and the ratio to the first.

    Returns the goals that were missed.
    """
    print(f"\nReading danger: {LENGTH:,} characters, best of {ROUNDS}, processor time")
    print(f"{'text':>24} {'ms':>7} {'ratio':>6}")
    danger.prepare()
    first, missed = 0.0, []
    for name, text in _texts().items():
        spent = min(_measure(text) for _round in range(ROUNDS))
        first = first or spent
        print(f"{name:>24} {spent:>7.2f} {spent / first:>6.1f}", flush=True)
        if spent > GOALS.get(name, spent):
            missed.append(f"danger: {name} in {GOALS[name]} ms, {spent:.2f} found")
    return missed


def _texts() -> dict[str, str]:
    told, harmless = _rows("y"), _rows("n")
    latin = [text for text in told if text.isascii()]
    texts = {
        "ordinary": ORDINARY * LENGTH,
        "English": ENGLISH * LENGTH,
        "dense dangers": "。".join(text for text in told if text not in latin),
        "dense dangers, English": ". ".join(latin),
        "dense look-alikes": "。".join(harmless),
    }
    return {name: text[:LENGTH] for name, text in texts.items()}


def _rows(expected: str) -> list[str]:
    """The texts of the golden tables that must (y) or must not (n) be read, in one mixed order."""
    found = []
    for path in sorted((CHECKOUT / "tests" / "data").glob("danger_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [row["query"] for row in csv.DictReader(file) if row["expected"] == expected]
    random.Random(0).shuffle(found)
    return found


def _measure(text: str) -> float:
    """Milliseconds of one reading."""
    start = time.process_time_ns()
    danger.read(text)
    return (time.process_time_ns() - start) / 1_000_000
