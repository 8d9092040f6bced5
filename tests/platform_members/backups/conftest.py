"""A database with rows, and a backup of it."""

import os
import secrets

import pytest

from ise_portal.dev import embedded_postgres
from platform_members.backups import postgres
from platform_members.backups.actions import (
    make_backup,
)
from tests.helpers.databases import NOW, TABLES, databases


@pytest.fixture(autouse=True)
def own_programs(settings):
    """The programs that came with the embedded database, unless the machine names others."""
    settings.POSTGRES_BIN = os.environ.get("POSTGRES_BIN") or str(embedded_postgres.programs())


@pytest.fixture
def server(django_db_setup):
    """The server of the tests, by its database for maintenance."""
    return postgres.portal_database().named(postgres.MAINTENANCE)


@pytest.fixture
def database(server):
    """A small database of its own, with whatever is named after it gone afterwards."""
    name = f"backed_up_{secrets.token_hex(4)}"
    with server.connected(autocommit=True) as beside:
        beside.execute(f'CREATE DATABASE "{name}"')
        small = server.named(name)
        with small.connected(autocommit=True) as connection:
            connection.execute(TABLES)
        yield small
        for other in databases(small):
            postgres.drop(beside, other)


@pytest.fixture
def backup(database, tmp_path):
    """A good backup of it."""
    return make_backup(tmp_path / "backups", database, now=NOW)
