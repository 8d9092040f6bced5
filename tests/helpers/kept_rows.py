"""All rows of the database as they stand, to be put back after what a test has committed.

Making a world of rows anew takes seconds; putting back what one request has changed does not.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.cache import caches
from django.db import connection, transaction

# Each statement for every table of the portal. Triggers are left out: foreign keys hold again at
# the end, and what triggers have written is put back with the rest.
EVERY_TABLE = """
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('{}', name);
    END LOOP;
END $$
"""
KEEP = "CREATE TABLE kept_rows.%1$I AS TABLE public.%1$I"
PUT_BACK = "DELETE FROM public.%1$I; INSERT INTO public.%1$I TABLE kept_rows.%1$I"


@contextmanager
def kept_rows() -> Iterator[Callable[[], None]]:
    """Keep a copy of all rows; yields the function that puts them back."""
    _run("CREATE SCHEMA kept_rows", EVERY_TABLE.format(KEEP))
    try:
        yield _put_back
    finally:
        _run("DROP SCHEMA kept_rows CASCADE")


def _put_back() -> None:
    _run("SET LOCAL session_replication_role = replica", EVERY_TABLE.format(PUT_BACK))
    for cache in caches.all():
        cache.clear()  # kept pages of what is no more, and how often a visitor has sent a form


def _run(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
