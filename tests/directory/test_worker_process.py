"""Worker processes: an answer within limits of time, processor time and memory, or an error."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest

from directory import worker_process

GREEDY = "tests.helpers.greedy_worker"


def test_a_worker_answers_a_modest_job():
    """100 MB are less than what a booklet of 100 windows needs."""
    assert worker_process.ask(GREEDY, {"bytes": 100_000_000}) == b"100000000"


def test_a_worker_that_takes_too_much_memory_ends():
    """The machine's memory is left to the database and to those who read."""
    with pytest.raises(subprocess.CalledProcessError, match="non-zero exit status"):
        worker_process.ask(GREEDY, {"bytes": worker_process.MAX_BYTES})


def test_a_worker_that_takes_too_long_is_ended():
    """The web worker that waits for it does not wait longer than it said."""
    begun = monotonic()
    with pytest.raises(subprocess.TimeoutExpired):
        worker_process.ask(GREEDY, {"cpu_seconds": 60}, limits=worker_process.Limits(seconds=1))
    assert monotonic() - begun < 10


HOLDING = """
import sys
from directory import worker_process
with worker_process.turn(sys.argv[1]):
    print("mine", flush=True)
    sys.stdin.read()
"""


def test_processes_and_threads_of_a_machine_stand_in_one_queue(tmp_path):
    """The next one's turn comes when the first ends, also by being killed; queues are apart."""
    queue, other = tmp_path / "queue", tmp_path / "other"
    queue.touch()
    other.touch()
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(queue)],
        cwd=worker_process.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as first:
        assert first.stdout.readline() == b"mine\n"
        with pytest.raises(TimeoutError), worker_process.turn(str(queue), 0.2):
            pass
        with worker_process.turn(str(other), 0.2):
            pass
        first.kill()
        first.wait()
        with worker_process.turn(str(queue), 30), ThreadPoolExecutor(1) as pool:
            assert isinstance(pool.submit(_take, queue).exception(), TimeoutError)


def _take(queue):
    with worker_process.turn(str(queue), 0.2):
        pass


def test_a_worker_ends_by_itself_when_the_web_worker_is_gone():
    """The kernel ends it after its processor time, though no process waits for it."""
    command = worker_process.command(GREEDY, limits=worker_process.Limits(seconds=1))
    done = subprocess.run(
        [*command[:-3], "1", *command[-2:]],
        input=b'{"cpu_seconds": 60}',
        cwd=worker_process.ROOT,
        timeout=30,
        check=False,
    )
    assert done.returncode < 0
