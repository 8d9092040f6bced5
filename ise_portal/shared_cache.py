"""Memory that several machines share (Valkey or Redis); this process's own while it is away.

Pages are kept in it. No page may fail or wait because it is gone: then each
process keeps its own, and the shared one is tried again once a second.
"""

from collections.abc import Callable
from time import monotonic
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

# A server on the same network answers in a millisecond.
SECONDS_WAITED = 0.2
SECONDS_UNTIL_ASKED_AGAIN = 1.0


class _Away:
    """Moment (`monotonic`) until which this process does not ask; of all threads and caches."""

    until = float("-inf")


def _asked(name: str) -> Callable[..., Any]:
    """Method of a cache that asks the shared memory, or this process's own."""
    shared = getattr(RedisCache, name)

    def ask(self, *arguments, **options):
        if monotonic() >= _Away.until:
            try:
                return shared(self, *arguments, **options)
            except RedisError:
                _Away.until = monotonic() + SECONDS_UNTIL_ASKED_AGAIN
        return getattr(self.own, name)(*arguments, **options)

    return ask


class SharedCache(RedisCache):
    """Django's cache in Redis; `own` answers in its place while the server does not."""

    def __init__(self, server: str, params: dict[str, Any]):
        wait = {"socket_timeout": SECONDS_WAITED, "socket_connect_timeout": SECONDS_WAITED}
        super().__init__(server, params | {"OPTIONS": wait})
        self.own = LocMemCache(f"{server} {self.key_prefix}", params)

    add, get, set, touch, delete = map(_asked, ("add", "get", "set", "touch", "delete"))
    get_many, set_many, delete_many = map(_asked, ("get_many", "set_many", "delete_many"))
    has_key, incr, clear = map(_asked, ("has_key", "incr", "clear"))
