"""Django's PostgreSQL backend with a connection that does not wait for ever (`outage`)."""

from collections.abc import Callable
from time import monotonic

import psycopg
from django.db.backends.postgresql import base
from psycopg import errors

from directory.database.hosts import answering_first, note_answering
from directory.database.outage import CONNECTING, PROBE, Watch, waiting, watches


class LimitedConnection(psycopg.Connection):
    """A connection that gives up when its time is over, and is closed then."""

    watch = Watch()  # each database has a class with a watch of its own (`_connect`)

    @classmethod
    def seconds_left(cls) -> float | None:
        """Seconds left for the answer; None without a limit."""
        return cls.watch.seconds_left()

    @classmethod
    def is_hopeless(cls) -> bool:
        """Whether the database is known by now not to answer."""
        return cls.watch.is_out

    def wait(self, gen, interval=0.1, timeout=None):
        """Wait for an answer of the server for as long as there is time, and hope."""
        left, begun = self.seconds_left(), monotonic()
        if left is not None:
            timeout = left if timeout is None else min(timeout, left)

        def is_over() -> bool:
            self.watch.doubt(monotonic() - begun)
            return self.is_hopeless()

        try:
            with waiting():
                return super().wait(_unless(is_over, gen), interval, timeout)
        except errors._WaitTimeout:
            self.pgconn.finish()  # its answer would come to the next question
            self.watch.suspect(is_out=False)
            raise psycopg.OperationalError("The database did not answer in time.") from None

    @classmethod
    def _connect_gen(cls, conninfo=""):
        """Connect within `CONNECTING`: libpq's own limit counts whole seconds, two at least."""
        connecting = super()._connect_gen(conninfo)
        if not cls.watch.is_on:
            return (yield from connecting)
        give_up = monotonic() + min(CONNECTING, cls.seconds_left())
        try:
            with waiting():
                return (yield from _unless(lambda: monotonic() > give_up, connecting))
        except errors._WaitTimeout:
            text = "The database did not accept a connection in time."
            raise psycopg.OperationalError(text) from None


class ProbingConnection(LimitedConnection):
    """Connection that probes whether the database answers."""

    @classmethod
    def seconds_left(cls) -> float:
        """Seconds left for the answer."""
        return PROBE

    @classmethod
    def is_hopeless(cls) -> bool:
        """Whether not to wait: what is known of the database is not enough for that."""
        return False


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend that `DATABASES` names."""

    def get_connection_params(self):
        """The parameters, of several servers the one first that answered last."""
        return answering_first(self.alias, super().get_connection_params())

    def get_new_connection(self, conn_params):
        """Connect, unless the database is known not to answer."""
        self.isolation_level = base.IsolationLevel.READ_COMMITTED  # as PostgreSQL has it
        watch = watches[self.alias]
        if watch.is_out:
            raise psycopg.OperationalError("The database does not answer at the moment.")
        try:
            return _connect(LimitedConnection, self.alias, conn_params)
        except psycopg.OperationalError:
            watch.suspect(is_out=True)
            raise


def watch_database(connection) -> None:
    """Start the watch of a Django connection's database in this process."""

    def probe() -> None:
        parameters = connection.get_connection_params()
        with _connect(ProbingConnection, connection.alias, parameters) as probing:
            probing.execute("SELECT 1")

    watches[connection.alias].start(probe)


def _connect(kind: type[LimitedConnection], alias: str, parameters) -> LimitedConnection:
    limited: type[LimitedConnection] = type(kind.__name__, (kind,), {"watch": watches[alias]})
    connection = limited.connect(**parameters)
    note_answering(alias, connection.info.host, connection.info.port)
    return connection


def _unless(is_over: Callable[[], bool], waiting):
    """A generator of psycopg's, left with `_WaitTimeout` where nothing has come and it is over."""
    ready = None
    while True:
        try:
            wanted = waiting.send(ready)
        except StopIteration as done:
            return done.value
        ready = yield wanted
        if not ready and is_over():
            waiting.close()
            raise errors._WaitTimeout
