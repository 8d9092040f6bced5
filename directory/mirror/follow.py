"""Updates of the mirror: withdrawals at once, all else soon, in a process of its own."""

import subprocess
import sys
import threading
from time import monotonic

from directory.catalogue import catalogue_changed
from directory.mirror import files
from directory.mirror.withdraw import withdraw
from directory.worker_process import ROOT

SECONDS_QUIET = 3.0  # a clerk who saves ten windows makes one copy
SECONDS_APART = 60.0

_waiting: threading.Timer | None = None
_written_at = float("-inf")
_lock = threading.Lock()


def take_out_withdrawn(withdrawn=(), **_kwargs) -> None:
    """Take withdrawn windows out of the mirror before the clerk's page is answered."""
    withdraw(withdrawn)


def write_soon(**_kwargs) -> None:
    """Schedule a new mirror for when nothing has changed for a moment, at most once a minute."""
    global _waiting
    if files.root() is None:
        return
    with _lock:
        if _waiting is not None:
            _waiting.cancel()
        wait = max(SECONDS_QUIET, _written_at + SECONDS_APART - monotonic())
        _waiting = threading.Timer(wait, _write)
        _waiting.daemon = True
        _waiting.start()


def _write() -> None:
    global _written_at
    _written_at = monotonic()
    subprocess.run([sys.executable, "manage.py", "mirror", "--quiet"], cwd=ROOT, check=False)


def withdraw_at_once() -> None:
    """Connect the withdrawal at once, in every process."""
    catalogue_changed.connect(take_out_withdrawn, dispatch_uid="mirror.withdraw")


def follow() -> None:
    """Let this web process write the mirror after changes, and now if there is none."""
    catalogue_changed.connect(write_soon, dispatch_uid="mirror.follow")
    if files.current() is None:
        write_soon()
