"""Worker process: a module of the portal that answers one job within limits, and ends.

What loads a dictionary, a typesetter or a chart engine takes 70 to 500 MB of memory, which a web
worker would keep for ever. The job is JSON on stdin; the answer is what the module writes.

    python -m directory.worker_process MODULE CPU_SECONDS < job.json > answer
"""

import json
import os
import resource
import runpy
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MAX_SECONDS = 25  # shorter than a web worker's patience
# Four times what a booklet of 1,000 windows needs; a runaway job ends before the machine swaps.
MAX_BYTES = 2_000_000_000


def ask(module: str, job, seconds: float = MAX_SECONDS) -> bytes:
    """What a module writes for a job. Raises subprocess.SubprocessError or OSError."""
    done = subprocess.run(
        command(module, seconds),
        input=json.dumps(job).encode(),
        capture_output=True,
        check=True,
        timeout=seconds,
        cwd=ROOT,
    )
    return done.stdout


def command(module: str, seconds: float = MAX_SECONDS) -> list[str]:
    """Command line of a worker, whose processor time is limited in case the web worker ends."""
    cpu_seconds = int(seconds) * (os.cpu_count() or 1)
    return [sys.executable, "-m", "directory.worker_process", module, str(cpu_seconds)]


def main() -> None:
    """Set the limits of this process, then run the module."""
    module, cpu_seconds = sys.argv[1], int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_DATA, (MAX_BYTES, MAX_BYTES))
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
