"""An address of several servers finds the one that answers, and asks that one first afterwards."""

import socket

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import OperationalError

from directory.database.base import watch_database
from directory.database.outage import PUBLIC_PAGE, answer_within, watches

ALIAS = "of two servers"


@pytest.fixture
def two_servers(db):
    """A database whose first server takes connections and never says a word."""
    usual = connections[DEFAULT_DB_ALIAS]
    parameters = usual.get_connection_params()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        options = {
            "host": f"127.0.0.1,{parameters['host']}",
            "port": f"{silent.getsockname()[1]},{parameters.get('port', 5432)}",
            "target_session_attrs": "read-write",
        }
        connections.settings[ALIAS] = usual.settings_dict | {"OPTIONS": options, "HOST": ""}
        database = connections[ALIAS]
        watch_database(database)
        yield database
        watches[ALIAS].stop()
        database.close()
        del connections[ALIAS], connections.settings[ALIAS]


def test_a_server_that_keeps_silent_costs_one_connection_and_not_every_page(two_servers):
    """A page has no time to find that out; once it is known, a page asks the other one at once."""
    two_servers.connect()
    two_servers.close()
    with answer_within(PUBLIC_PAGE):
        two_servers.connect()
        with two_servers.cursor() as cursor:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)


def test_a_server_that_may_not_be_written_to_is_not_taken(two_servers):
    """After a promotion the old server is a standby, or set to read only."""
    two_servers.settings_dict["OPTIONS"]["options"] = "-c default_transaction_read_only=on"
    with pytest.raises(OperationalError, match="read-only"):
        two_servers.connect()
