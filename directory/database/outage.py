"""Availability of a database, and how long a request waits for it.

A server that is gone refuses at once; one that hangs (stopped, out of memory, behind a broken
cable) does not answer at all. Either way a visitor gets an answer within a second: once a probe has
failed, no request asks the database until a later probe has succeeded. Only web processes have
these limits (`Watch.start`); commands and imports wait as long as they must.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic, sleep

# In seconds. A public page asks for all its answers together, any other for each by itself.
PUBLIC_PAGE = 0.7
ONE_ANSWER = 30.0
CONNECTING = 0.7
SUSPICIOUS = 0.15
PROBE = 0.4
BETWEEN_PROBES = 0.5
AT_ONCE = 0.001


class Budget:
    """Seconds that a block may still wait for answers; what it does between them costs none."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds


_budget: ContextVar[Budget | None] = ContextVar("budget", default=None)


class Watch:
    """The state of a database in this process: `is_out` while it is known not to answer."""

    def __init__(self) -> None:
        self.is_on = False
        self.is_out = False
        self._probe: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._prober: threading.Thread | None = None
        self._answered = 0.0  # when the last probe was answered

    def start(self, probe: Callable[[], None]) -> None:
        """Set limits from now on. `probe` asks the database, and raises where that fails."""
        self.is_on, self._probe = True, probe

    def stop(self) -> None:
        """Set no limits any more."""
        self.is_on = self.is_out = False

    def suspect(self, *, is_out: bool) -> None:
        """Probe from now on until the database answers; `is_out`: nothing is asked until then."""
        if not self.is_on:
            return
        with self._lock:
            self.is_out = self.is_out or is_out
            if self._prober is None or not self._prober.is_alive():
                self._prober = threading.Thread(target=self._watch, daemon=True)
                self._prober.start()

    def doubt(self, waited: float) -> None:
        """Probe after `waited` seconds that look suspicious, unless a probe was just answered.

        A request of staff may wait for long: what it waits for is slow, or hangs with the database.
        """
        if waited > SUSPICIOUS and monotonic() - self._answered > BETWEEN_PROBES:
            self.suspect(is_out=False)

    def seconds_left(self) -> float | None:
        """Seconds left for the next answer; None without a limit."""
        if not self.is_on:
            return None
        if self.is_out:
            return AT_ONCE
        budget = _budget.get()
        return ONE_ANSWER if budget is None else max(budget.left, AT_ONCE)

    def _watch(self) -> None:
        while self.is_on:
            try:
                self._probe()
            except Exception:
                self.is_out = True
                sleep(BETWEEN_PROBES)
            else:
                self.is_out = False
                self._answered = monotonic()
                return


watches: defaultdict[str, Watch] = defaultdict(Watch)  # by the name that Django has for a database


@contextmanager
def answer_within(seconds: float) -> Iterator[None]:
    """Limit of seconds for all answers in the block together.

    A machine under load may take longer for the page itself: that is no fault of the database.
    """
    token = _budget.set(Budget(seconds))
    try:
        yield
    finally:
        _budget.reset(token)


@contextmanager
def waiting() -> Iterator[None]:
    """A block that waits for an answer: its seconds are taken from the budget."""
    budget, begun = _budget.get(), monotonic()
    try:
        yield
    finally:
        if budget is not None:
            budget.left -= monotonic() - begun
