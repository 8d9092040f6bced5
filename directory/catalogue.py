"""Public content as a whole: its tables, its version, the signal that it changed.

Each app registers its models of public content when it starts (`holds`); a migration lets
PostgreSQL watch their tables (`SELECT watch_public_table('...')`). Caches, the mirror and other
copies subscribe to `catalogue_changed`, or keep what they know under `version()`.
"""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial, wraps
from time import monotonic
from typing import TypeVar

from django.db import DatabaseError, connection, connections, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import Signal

from directory.database import standby

# Sent after the commit, perhaps several times for one transaction. `withdrawn`: primary keys of
# windows that residents must not see as they were.
catalogue_changed = Signal()
PUBLIC: set[type[models.Model]] = set()
# For so long a process believes that the version it has read is still the newest; and a little
# longer while one of its threads is asking, so that a slow answer keeps one thread and not all.
SECONDS_BELIEVED = 1.0
SECONDS_WHILE_ASKED = 0.4
# For so long after it was read last, what was made for a version will do while better is made.
SECONDS_WILL_DO = 2.0
Value = TypeVar("Value")


class _Believed:
    """The version that this process read last, when (`monotonic`), and those read before it."""

    version = ""
    number = 0
    read_at = float("-inf")
    is_doubted = False
    before: dict[str, float] = {}


_asking = threading.Lock()


def version() -> str | None:
    """The version, at most a second old; read it before the content that it stands for.

    Number and moment of the last change, so that a restored database is told from what it was.
    None inside a transaction: what that has changed has no number yet. Raises DatabaseError.
    """
    if connection.in_atomic_block:
        return None
    age = monotonic() - _Believed.read_at
    if age <= SECONDS_BELIEVED and not _Believed.is_doubted:
        return _Believed.version
    is_first = _asking.acquire(blocking=False)
    try:
        if is_first or _Believed.is_doubted or age > SECONDS_BELIEVED + SECONDS_WHILE_ASKED:
            _read_version()
    finally:
        if is_first:
            _asking.release()
    return _Believed.version


def _read_version() -> None:
    now, last_read = monotonic(), _Believed.read_at
    _Believed.is_doubted = False  # before it is read: a change meanwhile has to be read again
    try:
        number, moment = _newest()
    except DatabaseError:
        _Believed.is_doubted = True
        raise
    newest = f"{number} {moment}"
    if newest != _Believed.version:
        fresh = {each: at for each, at in _Believed.before.items() if now - at < SECONDS_WILL_DO}
        _Believed.before = fresh | {_Believed.version: last_read}
    _Believed.number, _Believed.version, _Believed.read_at = number, newest, now


def will_do(version: str) -> bool:
    """Whether a version was the newest until a moment ago."""
    return monotonic() - _Believed.before.get(version, float("-inf")) < SECONDS_WILL_DO


def read_anew() -> None:
    """Believe no version that was read before: another process may have changed it since."""
    _Believed.is_doubted = True


def standby_follows() -> bool:
    """Whether the standby answers and has all that the primary has. Raises DatabaseError."""
    return _followed(_read(connection.alias)[0]) is not None


def _newest() -> tuple[int, datetime | None]:
    """Number and moment: the standby's, if that has all that the primary has.

    While the primary does not answer: all that it had when this process asked last.
    """
    gone: DatabaseError | None = None
    primary: tuple[int, datetime | None] = (_Believed.number, None)
    try:
        primary = _read(connection.alias)
    except DatabaseError as error:
        gone = error
    followed = _followed(primary[0]) if standby.is_named() else None
    standby.trust(has_everything=followed is not None)
    if gone and followed is None:
        raise gone
    return followed or primary


def _followed(number: int) -> tuple[int, datetime | None] | None:
    """Number and moment of the standby; None unless it has come as far as this number."""
    try:
        found = _read(standby.STANDBY)
    except DatabaseError:
        return None
    return found if found[0] >= number else None


def _read(alias: str) -> tuple[int, datetime | None]:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT number, changed_at FROM directory_catalogueversion")
        return cursor.fetchone() or (0, None)


def kept(read: Callable[[], Value]) -> Callable[[], Value]:
    """Decorator of a function that reads public content: its value is kept for one version.

    All threads share the value, so that it must not be changed.
    """
    known: tuple[str, Value] | None = None

    @wraps(read)
    def value() -> Value:
        nonlocal known
        current = version()
        if current is None:
            return read()
        if known is None or known[0] != current:
            known = (current, read())
        return known[1]

    return value


def holds(*public: type[models.Model]) -> None:
    """Name models whose rows residents read; a saved or deleted row is announced."""
    for model in public:
        PUBLIC.add(model)
        own = f"catalogue.{model._meta.label}"
        post_save.connect(_row_changed, sender=model, dispatch_uid=own)
        post_delete.connect(_row_changed, sender=model, dispatch_uid=own)
        for field in model._meta.many_to_many:
            if through := field.remote_field.through:
                PUBLIC.add(through)
            m2m_changed.connect(_row_changed, sender=through, dispatch_uid=own)


def announce(withdrawn: Iterable[int] = ()) -> None:
    """Send `catalogue_changed` once the transaction is committed; bulk operations call this."""
    transaction.on_commit(partial(_send, frozenset(withdrawn)), robust=True)


def _row_changed(sender, **_kwargs) -> None:
    announce()


def _send(withdrawn: frozenset[int]) -> None:
    read_anew()  # this process sees its own change at once
    catalogue_changed.send(sender=None, withdrawn=withdrawn)
