"""A database that version 0.1.0 has filled, brought up to date by `migrate`."""

from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

DUMP = Path(__file__).with_name("version_0_1_0.sql")


@pytest.fixture(scope="package", autouse=True)
def upgraded(django_db_setup, django_db_blocker):
    """The database of these tests: the dump in a database of its own, migrated once."""
    tests = connection.settings_dict["NAME"]
    name = f"{tests}_upgrade"
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        _work_in(name)
        with connection.cursor() as cursor:
            cursor.execute(DUMP.read_text("utf-8"))
        call_command("migrate", verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        _work_in(tests)
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" (FORCE)')


def _work_in(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    # Kept by every process; the same kind has another key in the other database.
    ContentType.objects.clear_cache()
