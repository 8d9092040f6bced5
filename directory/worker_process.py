"""Worker process: a module of the portal that answers one job within limits, and ends.

What loads a dictionary, a typesetter or a chart engine takes 70 to 500 MB of memory, which a web
worker would keep for ever; and what opens a file of a stranger may meet one that was made to take
a machine. The job is JSON on stdin, with what belongs to it; the answer is what the module writes.

    python -m directory.worker_process MODULE CPU_SECONDS MEMORY ANSWER < job.json > answer
"""

import fcntl
import json
import os
import resource
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import IO

ROOT = Path(__file__).parent.parent
MAX_SECONDS = 25  # shorter than a web worker's patience
# Four times what a booklet of 1,000 windows needs; a runaway job ends before the machine swaps.
MAX_BYTES = 2_000_000_000
LOOK_EVERY = 0.05  # seconds; a turn takes tenths of a second and more


@dataclass(frozen=True)
class Limits:
    """Limits of a worker, which the operating system keeps.

    `address_space` is for modules that reserve no more than they use: engines of charts and of
    typesetting reserve gigabytes. `answer` is the largest file that the worker may write.
    """

    seconds: float = MAX_SECONDS
    address_space: int | None = None
    answer: int | None = None


@contextmanager
def turn(queue: str, seconds: float = float("inf")) -> Iterator[None]:
    """Wait for one's turn in a queue of this machine, which a file names by its path.

    All threads of all processes stand in one queue, so that a crowd takes no more of the machine
    than one. Nothing but the file is held: no connection, no transaction; the system gives the
    turn on when a process ends. Raises TimeoutError where it did not come within the seconds.
    """
    until = monotonic() + seconds
    with Path(queue).open("rb") as file:
        while not _locked(file):
            if monotonic() > until:
                raise TimeoutError
            sleep(LOOK_EVERY)
        yield


def _locked(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def ask(module: str, job, limits: Limits = Limits(), attached: bytes = b"") -> bytes:
    """What a module writes for a job. Raises subprocess.SubprocessError or OSError."""
    if limits.answer is None:
        return _run(module, job, limits, attached, subprocess.PIPE)
    with answer_file(module, job, limits, attached) as file:
        return file.read()


@contextmanager
def answer_file(module: str, job, limits: Limits, attached: bytes = b"") -> Iterator[IO[bytes]]:
    """File with what a module writes for a job, for an answer that is too large to be held.

    Raises subprocess.SubprocessError or OSError.
    """
    # Pipes know no limit of size: a limited answer is a file, which has no name.
    with tempfile.TemporaryFile() as file:
        _run(module, job, limits, attached, file)
        file.seek(0)
        yield file


def _run(module: str, job, limits: Limits, attached: bytes, out: int | IO[bytes]) -> bytes:
    return subprocess.run(
        command(module, limits),
        input=json.dumps(job).encode() + b"\n" + attached,
        stdout=out,
        stderr=subprocess.PIPE,
        check=True,
        timeout=limits.seconds,
        cwd=ROOT,
    ).stdout


def command(module: str, limits: Limits = Limits()) -> list[str]:
    """Command line of a worker, whose processor time is limited in case the web worker ends."""
    cpu_seconds = int(limits.seconds) * (os.cpu_count() or 1)
    numbers = (cpu_seconds, limits.address_space or 0, limits.answer or 0)
    return [sys.executable, "-m", "directory.worker_process", module, *map(str, numbers)]


def main() -> None:
    """Set the limits of this process, then run the module."""
    module, *numbers = sys.argv[1:]
    cpu_seconds, address_space, answer = map(int, numbers)
    limits = {
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_DATA: MAX_BYTES,
        resource.RLIMIT_AS: address_space,
        resource.RLIMIT_FSIZE: answer,
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        if most or limit == resource.RLIMIT_CORE:
            resource.setrlimit(limit, (most, most))
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
