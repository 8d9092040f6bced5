"""`make mutations`: takes every guard away in turn; non-zero where no test misses one of them.

`python -m mutations TABLE…` takes those of some tables, `python -m mutations TABLE/WORD` those of a
table whose name holds a word.
"""

import sys
import tempfile
import time

from mutations.guards import Guard, guards, tables
from mutations.tree import Tree, copied


def main() -> None:
    """Take the guards away, one after the other, and tell of each."""
    began = time.monotonic()
    chosen = [guard for asked in sys.argv[1:] or tables() for guard in asked_for(asked)]
    with tempfile.TemporaryDirectory() as folder, copied(folder) as tree:
        if not all_pass(tree, chosen):
            sys.exit(1)
        left = [guard.name for guard in chosen if not is_missed(tree, guard)]
    seconds = time.monotonic() - began
    print(f"{len(chosen)} guards, {len(chosen) - len(left)} missed, in {seconds:.0f} seconds")
    for name in left:
        print(f"SURVIVED {name}")
    sys.exit(bool(left))


def asked_for(asked: str) -> list[Guard]:
    """The guards of a table, or those whose name holds a word."""
    table, _slash, word = asked.partition("/")
    return [guard for guard in guards(table) if word in guard.name]


def all_pass(tree: Tree, chosen: list[Guard]) -> bool:
    """Whether all the tests pass with all guards: else it would prove nothing that they fail."""
    tests = dict.fromkeys(test for guard in chosen for test in guard.tests)
    outcome = tree.run(list(tests), limit=None)
    print(f"with all guards: {outcome.last_line}", flush=True)
    if not outcome.passed:
        print(outcome.text)
    return outcome.passed


def is_missed(tree: Tree, guard: Guard) -> bool:
    """Whether a test fails without the guard."""
    began = time.monotonic()
    with tree.without(guard):
        outcome = tree.run(guard.tests)
    said = "missed" if outcome.failed else "SURVIVED"
    print(f"{said:9} {time.monotonic() - began:5.1f} s  {guard.name}", flush=True)
    if not outcome.failed:
        print(outcome.text)
    return outcome.failed


if __name__ == "__main__":
    main()
