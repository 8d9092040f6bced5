"""Undocumented parts of Django and psycopg, each with a test in test_django_internals.py.

Nothing else names a private attribute of theirs (tests/test_architecture.py).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django import forms
from django.contrib.messages import SUCCESS, get_messages
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import ServerBindingCursor
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

Row = TypeVar("Row", bound=models.Model)


def give_rows(row: models.Model, **rows: Iterable[models.Model]) -> None:
    """Set the related rows of a row, by manager, as a prefetching query does.

    What was read before is dropped; managers that are not named query the database.
    """
    row._prefetched_objects_cache = rows  # type: ignore[attr-defined]


def rows_read(model: type[Row], rows: list[Row]) -> models.QuerySet[Row]:
    """A queryset that holds these rows, saved or not, and asks no database for them."""
    held = model._default_manager.none()
    held._result_cache = rows
    return held


class ChecksHiddenFields(forms.ModelForm):
    """A form whose constraints are checked with fields of the row that it does not show."""

    hidden_but_checked: frozenset[str] = frozenset()

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - self.hidden_but_checked


@contextmanager
def parameters_apart(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Send parameters beside the SQL, never inside it, as long as the block lasts.

    PostgreSQL writes statements that fail or are stopped into its own log; of what is sent beside
    them it writes nothing.
    """
    driver = connection.connection
    usual, driver.cursor_factory = driver.cursor_factory, ServerBindingCursor
    try:
        yield
    finally:
        driver.cursor_factory = usual


def forget_what_was_sent(request: HttpRequest) -> None:
    """Empty POST and FILES without reading the body."""
    request._post, request._files = QueryDict(), MultiValueDict()  # type: ignore[attr-defined]


def user_who_asked(request: HttpRequest):
    """The person of a request, where it has been read already; asks no database."""
    user = getattr(request, "_cached_user", None)
    return user if user is not None and user.is_authenticated else None


def messages_of(request: HttpRequest) -> list[str]:
    """What a request has told the person so far, warnings apart; they stay to be shown."""
    told = getattr(get_messages(request), "_queued_messages", [])
    return [str(each.message) for each in told if each.level <= SUCCESS]
