"""Django's PostgreSQL backend with a connection that does not wait for ever (`outage`)."""

from time import monotonic

import psycopg
from django.db.backends.postgresql import base
from psycopg import errors

from directory.database.hosts import answering_first, note_answering
from directory.database.outage import CONNECTING, PROBE, Watch, watches


class LimitedConnection(psycopg.Connection):
    """A connection that gives up when its time is over, and is closed then."""

    watch = Watch()  # each database has a class with a watch of its own (`_connect`)

    @classmethod
    def seconds_left(cls) -> float | None:
        """Seconds left for the answer; None without a limit."""
        return cls.watch.seconds_left()

    def wait(self, gen, interval=0.1, timeout=None):
        """Wait for an answer of the server for as long as there is time."""
        left = self.seconds_left()
        if left is not None:
            timeout = left if timeout is None else min(timeout, left)
        try:
            return super().wait(gen, interval, timeout)
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
        wanted = next(connecting)
        while True:
            ready = yield wanted
            if monotonic() > give_up:
                connecting.close()
                raise psycopg.OperationalError("The database did not accept a connection in time.")
            try:
                wanted = connecting.send(ready)
            except StopIteration as done:
                return done.value


class ProbingConnection(LimitedConnection):
    """Connection that probes whether the database answers."""

    @classmethod
    def seconds_left(cls) -> float:
        """Seconds left for the answer."""
        return PROBE


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
