"""Attempts in PostgreSQL, as a cache of Django's: for the limits of log-ins, resets and codes.

Every process of every machine counts in the same rows, each operation is one statement, and no row
makes room for another. Rows that have expired go as others are written.
"""

import json
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils.crypto import salted_hmac

SALT = "platform_members.accounts.attempts"
TABLE = "platform_members_attempt"
WRITE = f"""
    INSERT INTO {TABLE} AS kept (key, value, expires_at)
    VALUES (%s, %s::jsonb, clock_timestamp() + make_interval(secs => %s))
    ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, expires_at = EXCLUDED.expires_at
"""  # noqa: S608 (a name of ours)
UNLESS_THERE = " WHERE kept.expires_at <= clock_timestamp()"
READ = f"SELECT value FROM {TABLE} WHERE key = %s AND expires_at > clock_timestamp()"  # noqa: S608
COUNT = f"""
    UPDATE {TABLE} SET value = to_jsonb((value #>> '{{}}')::bigint + %s)
    WHERE key = %s AND expires_at > clock_timestamp() RETURNING value
"""  # noqa: S608
DELETE = f"DELETE FROM {TABLE} WHERE key = %s AND expires_at > clock_timestamp()"  # noqa: S608
PRUNE = f"""
    DELETE FROM {TABLE} WHERE expires_at <= clock_timestamp() AND ctid = ANY(ARRAY(
        SELECT ctid FROM {TABLE} WHERE expires_at <= clock_timestamp()
        ORDER BY expires_at LIMIT 10
    ))
"""  # noqa: S608


class Attempts(BaseCache):
    """Cache in the table of attempts; values are what JSON can say."""

    def __init__(self, location: str, params: dict[str, Any]):
        super().__init__(params)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None) -> bool:
        """Write unless there is one; whether it was written. Of two at once one is."""
        return self._write(WRITE + UNLESS_THERE, key, value, timeout, version)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None) -> None:
        self._write(WRITE, key, value, timeout, version)

    def get(self, key, default=None, version=None):
        with connection.cursor() as cursor:
            cursor.execute(READ, [self._hashed(key, version)])
            row = cursor.fetchone()
        return json.loads(row[0]) if row else default

    def incr(self, key, delta=1, version=None) -> int:
        """Count; of many at once none is lost. Raises ValueError where there is no count."""
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [delta, self._hashed(key, version)])
            row = cursor.fetchone()
        if row is None:
            raise ValueError("There is no such count.")
        return json.loads(row[0])

    def delete(self, key, version=None) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(DELETE, [self._hashed(key, version)])
            return cursor.rowcount > 0

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608

    def _write(self, statement: str, key, value, timeout, version) -> bool:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        with connection.cursor() as cursor:
            cursor.execute(PRUNE)
            cursor.execute(statement, [self._hashed(key, version), json.dumps(value), seconds])
            return cursor.rowcount > 0

    def _hashed(self, key, version) -> str:
        return salted_hmac(SALT, self.make_key(key, version), algorithm="sha256").hexdigest()
