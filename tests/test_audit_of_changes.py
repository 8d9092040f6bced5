"""Every change that the audit tells of stands in the database with its entry, or not at all.

One table of the ways in which a person changes something, each prepared by a function that gives
the address and the form of its last button. Each way is gone twice: once as it is, once in a
database that takes no entry.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from psycopg import sql

from directory.models import AuditEntry
from tests.helpers.audited_changes import WAYS

# What a request may write although its change came to nothing: counts of attempts, the session.
LEFT_OUT = {"platform_members_attempt", "django_session"}
# An import whose step came to nothing says so in its row, and can be tried again.
RETRIED = {way: {"directory_importrun"} for way in ("windows imported", "windows' import undone")}


@pytest.fixture
def cast(
    transactional_db,
    clerk,
    reader,
    publicist,
    reviewer,
    administrator,
    member,
    viewer,
    organisation,
    listing,
):
    """The cast by name."""
    return {name: value for name, value in locals().items() if name != "transactional_db"}


def everything() -> dict[str, tuple]:
    """Number and hash of the rows of every table."""
    found = {}
    statement = sql.SQL("SELECT count(*), sum(hashtext(whole::text)::bigint) FROM {} AS whole")
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names()) - LEFT_OUT:
            cursor.execute(statement.format(sql.Identifier(table)))
            found[table] = cursor.fetchone()
    return found


@contextmanager
def database_without_room_for_entries() -> Iterator[None]:
    """Let PostgreSQL refuse every new entry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN RAISE EXCEPTION ''No room.''; END';"
            "CREATE TRIGGER no_room BEFORE INSERT ON directory_auditentry"
            " EXECUTE FUNCTION no_room()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION no_room CASCADE")


@pytest.mark.parametrize("way", WAYS)
def test_what_a_person_changes_is_told_with_who_and_what(cast, way):
    """One entry at least of the kind, in words, by the person who pressed the button."""
    who, prepare, kind, words = WAYS[way]
    client = Client()
    client.force_login(cast[who])
    address, form = prepare(client, cast)
    before = AuditEntry.objects.newest_first().first().pk
    assert client.post(address, form).status_code in (200, 302)
    told = AuditEntry.objects.filter(pk__gt=before, kind=kind, what__contains=words)
    assert told.exists(), list(AuditEntry.objects.filter(pk__gt=before).values())
    by = {entry.who for entry in told}
    accepting = {"invitation accepted": "new@example.jp", "password reset": ""}
    assert by == {accepting.get(way, cast[who].email)}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_changes_that_the_audit_cannot_tell(cast, way):
    """Where no entry can be written, the change is not made either."""
    who, prepare, _kind, _words = WAYS[way]
    client = Client(raise_request_exception=False)
    client.force_login(cast[who])
    address, form = prepare(client, cast)
    session = dict(client.session)
    before = everything()
    with database_without_room_for_entries():
        client.post(address, form)
    after = everything()
    assert {table for table in before if before[table] != after[table]} <= RETRIED.get(way, set())
    assert ("_auth_user_id" in session) == ("_auth_user_id" in client.session)
