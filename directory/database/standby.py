"""Standby: a second database that follows the primary, and answers for public pages.

`READ_DATABASE_URL` names it. It is asked while it has all that the primary had when that was asked
last; else the primary is. Forms, the desk, admin and commands ask the primary always.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, connections

STANDBY = "standby"

_is_public: ContextVar[bool] = ContextVar("is_public", default=False)
_only: ContextVar[str] = ContextVar("only", default="")


class _State:
    """What this process has found out last; threads share it."""

    has_everything = False


def is_named() -> bool:
    """Whether the settings name a standby."""
    return STANDBY in connections.settings


def trust(*, has_everything: bool) -> None:
    """Say whether public pages may ask the standby from now on."""
    _State.has_everything = has_everything


@contextmanager
def reading_public() -> Iterator[None]:
    """Block that reads what everybody may see, and writes nothing."""
    token = _is_public.set(True)
    try:
        yield
    finally:
        _is_public.reset(token)


@contextmanager
def reading_from_one() -> Iterator[str]:
    """Block whose queries all ask the database that it gives, as they belong together."""
    token = _only.set(alias())
    try:
        yield alias()
    finally:
        _only.reset(token)


def alias() -> str:
    """The database to read from at this moment, by Django's name."""
    if only := _only.get():
        return only
    return STANDBY if _is_public.get() and _State.has_everything else DEFAULT_DB_ALIAS


class Router:
    """Django's router: never leads by where a row was read, as rows are kept and shared."""

    def db_for_read(self, model, **hints):
        """The database that a query asks."""
        return alias()

    def db_for_write(self, model, **hints):
        """The primary."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints):
        """Allow: both databases hold the same rows."""
        return True

    def allow_migrate(self, db, app_label, **hints):
        """Allow on the primary; the standby receives what is done there."""
        return db == DEFAULT_DB_ALIAS
