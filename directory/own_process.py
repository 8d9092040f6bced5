"""Work in a process of its own, which a page watches.

The process holds a lock of the database while it lives, so that a waiting page can tell work from
death. It goes on when the page is closed, and ends its work when the server is stopped.
"""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

STARTS_WITHIN = timedelta(seconds=30)
# A page that watches asks again after so many seconds.
REFRESH_SECONDS = 2


def start(command: str, *arguments: int, content: bytes = b"") -> None:
    """Begin a command of `manage.py`; it reads the content, which no disk keeps, on its input."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        process = subprocess.Popen(
            [sys.executable, "manage.py", command, *map(str, arguments)],
            cwd=settings.BASE_DIR,
            stdin=file,
            start_new_session=True,
        )
    threading.Thread(target=process.wait, daemon=True).start()


@contextmanager
def holding(lock: int, key: int) -> Iterator[None]:
    """Hold the lock of one piece of work, by the number of its kind and its primary key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [lock, key])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [lock, key])


def is_gone(lock: int, key: int, *, since: datetime) -> bool:
    """Whether no process works on it, though there was time for one to start."""
    if timezone.now() < since + STARTS_WITHIN:
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [lock, key])
        return cursor.fetchone()[0]
