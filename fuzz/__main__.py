"""`make fuzz`: sends INPUTS bad inputs, one process a core, and says what was answered.

SEED is today's date, or one that an earlier run has named. SHARD=3/20 sends the third of twenty
parts alone. Ends non-zero where an answer was a server error or took more than two seconds.
"""

import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date

from fuzz.process import of_one_process
from ise_portal.dev import local

INPUTS = 110_000


def main() -> None:
    """Share the inputs among the cores, and print what all found."""
    seed = os.environ.get("SEED") or date.today().isoformat()
    shard = os.environ.get("SHARD") or "1/1"
    cores = int(os.environ.get("CORES") or os.cpu_count() or 1)
    inputs = int(os.environ.get("INPUTS") or INPUTS) // int(shard.partition("/")[2])
    begun = time.monotonic()
    local.prepare()  # once, for all processes
    shares = [(f"{seed} {shard} {core}", core, -(-inputs // cores)) for core in range(cores)]
    with ProcessPoolExecutor(cores, multiprocessing.get_context("spawn")) as processes:
        report, *others = processes.map(of_one_process, shares)
    for other in others:
        report.add(other)
    print(f"{report.sent} inputs in {time.monotonic() - begun:.0f} s, seed {seed}, part {shard}")
    print(*report.lines(), sep="\n")
    sys.exit(bool(report.failed or report.slow))


if __name__ == "__main__":
    main()
