"""Public pages read a standby that has everything; what writes reads the primary."""

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from django.test import Client, override_settings

from directory import catalogue
from directory.database import standby
from directory.models import CatalogueVersion, Window
from directory.search.index import index_windows
from tests.factories import WindowFactory
from tests.helpers.transactions import committed


@pytest.fixture
def window():
    """A published window that search knows, as the primary has it."""
    window = WindowFactory(subject="もとの相談")
    index_windows([window])
    return window


@pytest.fixture
def followed(window):
    """A standby with rows of its own: it calls every window 控えの相談, and knows all changes."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA standby")
        for model in (Window, CatalogueVersion):
            table = model._meta.db_table
            cursor.execute(f"CREATE TABLE standby.{table} AS TABLE public.{table}")
            cursor.execute(f"ALTER TABLE standby.{table} ADD PRIMARY KEY (id)")
        cursor.execute("UPDATE standby.directory_window SET subject = '控えの相談'")
    settings = connection.settings_dict
    own = "-c search_path=standby,public -c default_transaction_read_only=on"
    connections.settings[standby.STANDBY] = settings | {
        "OPTIONS": settings["OPTIONS"] | {"options": own}
    }
    connections[standby.STANDBY].connect()  # Django's tests allow nothing else to open it
    catalogue.version()  # asked by this process, as by any that has answered a page
    with override_settings(DATABASE_ROUTERS=["directory.database.standby.Router"]):
        yield connections[standby.STANDBY]
    standby.trust(has_everything=False)
    connections[standby.STANDBY].close()
    del connections[standby.STANDBY], connections.settings[standby.STANDBY]
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA standby CASCADE")


def refuse(execute, sql, params, many, context):
    """A database that answers no question."""
    raise OperationalError("connection refused")


def page(address):
    """The text of a page, as a resident gets it."""
    return Client(raise_request_exception=False).get(address).content.decode()


@committed
def test_residents_read_the_standby(window, followed):
    """A window, a list, and a search, which sets limits of its own."""
    for address in (window.get_absolute_url(), "/windows/", "/windows/?q=もと"):
        assert "控えの相談" in page(address), address


@committed
def test_a_standby_that_lacks_a_change_is_not_asked(window, followed):
    """What the primary has withdrawn shows on no page, however far the standby is behind."""
    window.subject = "あたらしい相談"
    window.save()
    assert "あたらしい相談" in page(window.get_absolute_url())


@committed
def test_a_standby_that_is_gone_is_not_missed(window, followed):
    """The primary answers in its place, in the same request."""
    with followed.execute_wrapper(refuse):
        assert "もとの相談" in page(window.get_absolute_url())


@committed
def test_residents_read_on_while_the_primary_is_gone(window, followed):
    """The page itself, with who answers now, and searches: not the mirror's."""
    with connection.execute_wrapper(refuse):
        for address in (window.get_absolute_url(), "/windows/", "/windows/?q=もと"):
            assert "控えの相談" in page(address), address


@committed
def test_a_standby_that_lacks_a_change_is_not_asked_while_the_primary_is_gone(window, followed):
    """It may show what was withdrawn: the mirror, which knows of it, is better."""
    window.subject = "あたらしい相談"
    window.save()
    catalogue.version()
    with connection.execute_wrapper(refuse):
        answer = Client(raise_request_exception=False).get(window.get_absolute_url())
    assert answer.status_code == 503


@committed
def test_staff_read_and_write_the_primary(window, followed, clerk_client):
    """A clerk sees the own change at once, whatever the standby has."""
    address = f"/admin/directory/window/{window.pk}/change/"
    assert "もとの相談" in clerk_client.get(address).content.decode()


@committed
def test_a_row_read_from_the_standby_is_saved_on_the_primary(window, followed):
    """Rows are kept and shared, so that where one was read says nothing of where it is saved."""
    with standby.reading_public():
        row = Window.objects.get(pk=window.pk)
    assert row._state.db == standby.STANDBY
    row.save()
    assert Window.objects.using(DEFAULT_DB_ALIAS).get(pk=window.pk).subject == "控えの相談"


@committed
def test_monitoring_hears_of_a_standby_that_lacks_a_change(window, followed):
    """Residents do not notice; the operators should."""
    ask = Client().get
    assert "standby" not in ask("/readyz").json()["failing"]
    window.save()
    assert "standby" in ask("/readyz").json()["failing"]
