"""The directory in Django admin, one file a kind of thing."""

from directory.admin import categories, editions, holidays, search, windows

__all__ = ["categories", "editions", "holidays", "search", "windows"]
