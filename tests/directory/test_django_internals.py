"""What Django and psycopg do not promise still does what the portal needs of it."""

from io import BytesIO

from django.db import connection
from django.test import RequestFactory

from directory.django_internals import (
    ChecksHiddenFields,
    forget_what_was_sent,
    give_rows,
    parameters_apart,
    rows_read,
)
from directory.models import Category, Phone, Window
from tests.factories import WindowFactory


def test_given_rows_are_read_instead_of_the_databases(db, django_assert_num_queries):
    """Also by an unsaved row; what is not given is asked for again."""
    window = WindowFactory(phones=["0596-21-5556"])
    phone, category = Phone(printed="0596-63-5224"), Category(name="しごと")
    with django_assert_num_queries(0):
        give_rows(window, phones=[phone], categories=rows_read(Category, [category]))
        assert list(window.phones.all()) == [phone]
        assert list(window.categories.all()) == [category]
    give_rows(window)
    assert [each.printed for each in window.phones.all()] == ["0596-21-5556"]


def test_rows_that_were_read_ask_no_database(db, django_assert_num_queries):
    """Counted, sliced and asked whether there are any."""
    windows = [Window(subject="借金"), Window(subject="家")]
    with django_assert_num_queries(0):
        held = rows_read(Window, windows)
        assert (len(held), held.count(), held.exists()) == (2, 2, True)
        assert list(held) == windows


def test_a_constraint_is_checked_with_fields_that_are_not_shown(db):
    """Left out of the form is not left out of the check."""
    WindowFactory(phones=["0596-21-5556"])
    [known] = Phone.objects.all()

    class Shown(ChecksHiddenFields):
        class Meta:
            model = Phone
            fields = ["printed"]

    class Whole(Shown):
        hidden_but_checked = frozenset({"window", "kind", "dialled"})

    for form, is_valid in ((Shown, True), (Whole, False)):
        again = Phone(window=known.window, kind=known.kind, dialled=known.dialled)
        assert form({"printed": known.printed}, instance=again).is_valid() is is_valid


def test_parameters_are_no_part_of_the_statement(db):
    """PostgreSQL sees a place for the parameter, and the usual way comes back afterwards."""

    def statement() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_query(), %s::text", ["秘密"])
            return cursor.fetchone()[0]

    with parameters_apart(connection):
        assert "秘密" not in statement()
    assert "秘密" in statement()


def test_what_was_sent_is_forgotten_unread():
    """Neither fields nor files are left, and the body is not read for it."""
    request = RequestFactory().post("/", {"q": "秘密", "file": BytesIO(b"1")})
    forget_what_was_sent(request)
    assert not request.POST
    assert not request.FILES
