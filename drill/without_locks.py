"""The portal as it would be if no row were ever locked: the control of the races."""

from collections.abc import Callable

from django.db.models import QuerySet


def take_locks_away(exchange: Callable = setattr) -> None:
    """Let `select_for_update` do nothing, by `setattr` or a function that can take it back."""
    exchange(QuerySet, "select_for_update", lambda rows, *_of, **_options: rows.all())


def application(environ, start_response):
    """The WSGI application of a server that locks nothing."""
    from ise_portal.wsgi import application as portal  # made once, and not for who takes locks away

    take_locks_away()
    return portal(environ, start_response)
