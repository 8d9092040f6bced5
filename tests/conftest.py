"""The cast and the city that every test may use.

The cast: `client` is a resident (help needs no log-in); `clerk` keeps the directory;
`reader` is on the staff and only looks; `administrator` may do everything; `reviewer` decides about
what organisations propose; `member` edits for an organisation and `viewer` only looks on there;
`rival` edits for another; `outsider` has an account and no right to anything.
"""

import shutil
from datetime import datetime
from unittest.mock import patch

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import override_settings
from django.utils import timezone

from directory import catalogue, tasks, worker_process
from directory.models import CatalogueVersion
from directory.open_now import index as hours_index
from directory.text.readings import read_aloud
from platform_members.accounts.roles import PUBLICITY, READERS, WELFARE_CENTRE
from platform_members.loading import load_organisations
from platform_members.models import User
from tests.factories import ListingFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.helpers.city import FIXTURES, load_city
from tests.helpers.hours_of_the_city import at as tokyo
from tests.helpers.known_answers import KnownAnswers
from tests.helpers.transactions import refuse_borrowed_transactions

# Files that take minutes, begun first, so that no worker is left with one when all is done.
LONG = {
    *("test_opened", "test_sent", "test_transactions", "test_everything_undone", "test_serve"),
    *("test_everything_pressed", "test_injections", "test_concurrency", "test_mirror"),
    *("test_state_pulled_away", "test_fuzz", "test_permissions", "test_languages"),
    "test_admin_without_barriers",
}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Order the files by how long they take; workers take them in this order."""
    items.sort(key=lambda item: item.path.stem not in LONG)


@pytest.fixture(autouse=True)
def tasks_at_once(monkeypatch):
    """Do what staff ask for in the request itself, in its transaction."""
    monkeypatch.setattr(tasks, "start", tasks.work)


@pytest.fixture(autouse=True, scope="session")
def unhashed_static_files(tmp_path_factory):
    """Serve static files by their plain names; hashing them has a test of its own."""
    staticfiles = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        STORAGES=django_settings.STORAGES | {"staticfiles": staticfiles},
    ):
        yield


@pytest.fixture(autouse=True, scope="session")
def pdf_cache_of_the_tests(tmp_path_factory):
    """Keep the tests' PDFs apart from those that residents fetch."""
    with override_settings(BOOKLET_FOLDER=tmp_path_factory.mktemp("booklet"), MIRROR_FOLDER=""):
        yield


@pytest.fixture(autouse=True, scope="session")
def readings_of_this_process():
    """Read window's words aloud here, not in a process for each window that a test saves."""
    with patch("directory.changes.read_aloud_elsewhere", read_aloud):
        yield


@pytest.fixture(autouse=True, scope="session")
def known_answers_of_workers():
    """Start a worker process only for a job that was not done yet; what it answers is kept.

    What a worker may take, and what follows where it fails, is asked of real ones: a failure is not
    kept, and what reads a file by its path is always started.
    """
    with patch.object(worker_process, "_run", KnownAnswers(worker_process._run)):
        yield


@pytest.fixture(autouse=True)
def no_borrowed_transactions():
    """Fail whatever locks rows without a transaction of its own: pytest's would hide it."""
    with refuse_borrowed_transactions():
        yield


@pytest.fixture(autouse=True, scope="session")
def cheap_passwords():
    """Hash the cast's passwords with one round: a hash that is safe costs half a second a person.

    What production hashes with has a test of its own (tests/ise_portal/test_settings.py).
    """
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def no_session_left(django_db_setup, django_db_blocker):
    """End what threads and loops of the tests have left open, so that the database can go."""
    yield
    with django_db_blocker.unblock():
        connection.close()  # it may have been idle for so long that it was ended
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connection.close()


@pytest.fixture(autouse=True, scope="session")
def version_believed_for_no_time():
    """Ask for the catalogue's version each time: tests change rows without announcing it."""
    usual, catalogue.SECONDS_BELIEVED = catalogue.SECONDS_BELIEVED, -1.0
    yield
    catalogue.SECONDS_BELIEVED = usual


@pytest.fixture(autouse=True, scope="session")
def only_filled_tables_are_emptied():
    """Delete rows where there are any: TRUNCATE of every table takes half a second a test."""
    # Of every connection: beside the browser's event loop, Django has another one than before it.
    with patch.object(DatabaseOperations, "sql_flush", emptying):
        yield


def emptying(operations, _style, tables, **_options) -> list[str]:
    """Statements that empty these tables as TRUNCATE would: past triggers, under a new version."""
    tables = sorted({*tables} - {CatalogueVersion._meta.db_table})
    with operations.connection.cursor() as cursor:
        has_rows = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables]  # noqa: S608
        cursor.execute(" UNION ALL ".join(has_rows))
        filled = [table for (table,) in cursor.fetchall()]
    return [
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {table}" for table in filled),  # noqa: S608
        "UPDATE directory_catalogueversion SET number = number + 1, changed_at = clock_timestamp()",
    ]


@pytest.fixture
def city(db):
    """The city's real directory, as `make run` loads it."""
    load_city()


@pytest.fixture
def members(city):
    """The platform's members, with the windows that they look after."""
    load_organisations(FIXTURES)


@pytest.fixture
def folder(tmp_path):
    """A copy of the fixtures that a test may damage."""
    return shutil.copytree(FIXTURES, tmp_path / "fixtures")


@pytest.fixture
def at(monkeypatch, db):
    """Return a function that sets the portal's clock, as in at("2026-12-28 8:30").

    The night's refresh has run at that time too; `refreshed=False` leaves it out.
    """

    def at(text: str, refreshed: bool = True, second: int = 0) -> datetime:
        moment = tokyo(text).replace(second=second)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        if refreshed:
            hours_index.refresh_hours(now=moment)
        return moment

    return at


@pytest.fixture
def clerk(db):
    """A member of the welfare centre's staff, who keeps the directory."""
    return staff("clerk@example.jp", "伊勢 花子", WELFARE_CENTRE)


@pytest.fixture
def clerk_client(client, clerk):
    """The clerk's browser, logged in."""
    client.force_login(clerk)
    return client


@pytest.fixture
def colleague(db):
    """A second clerk."""
    return staff("second@example.jp", "二見 次郎", WELFARE_CENTRE)


@pytest.fixture
def publicist(db):
    """A member of the city's staff who keeps the campaigns."""
    return staff("publicity@example.jp", "小俣 三郎", PUBLICITY)


@pytest.fixture
def reader(db):
    """A member of the city's staff who may look at everything and change nothing."""
    return staff("reader@example.jp", "二見 一郎", READERS)


@pytest.fixture
def administrator(db):
    """The administrator, who may do everything."""
    return User.objects.create_superuser(
        "administrator@example.jp", "correct horse", name="朝熊 さくら"
    )


def staff(email: str, name: str, role: str) -> User:
    """A member of the staff, with the rights of a role."""
    user = User.objects.create_user(email, "correct horse", name=name, is_staff=True)
    user.groups.set([Group.objects.get(name=role)])
    return user


@pytest.fixture
def outsider(db):
    """A person with an account and no rights."""
    return User.objects.create_user("outsider@example.jp", "correct horse", name="外 太郎")


@pytest.fixture
def reviewer(db):
    """A clerk who decides about listing updates."""
    return staff("reviewer@example.jp", "度会 さくら", WELFARE_CENTRE)


@pytest.fixture
def organisation(db):
    """A member organisation whose changes are reviewed."""
    return OrganisationFactory(name="NPO法人あさま")


@pytest.fixture
def member(organisation):
    """An editor of the organisation."""
    user = UserFactory(email="member@example.jp", name="朝熊 みどり")
    return MembershipFactory(organisation=organisation, user=user).user


@pytest.fixture
def viewer(organisation):
    """A person who may look at the organisation's desk."""
    user = UserFactory(email="viewer@example.jp", name="見 はじめ")
    return MembershipFactory(organisation=organisation, user=user, role="viewer").user


@pytest.fixture
def rival(db):
    """An editor of another organisation."""
    user = UserFactory(email="rival@example.jp", name="二見 なみ")
    return MembershipFactory(organisation__name="NPO法人ふたみ", user=user).user


@pytest.fixture
def listing(organisation):
    """A public window that the organisation looks after."""
    return ListingFactory(organisation=organisation, window__subject="しごとの相談")
