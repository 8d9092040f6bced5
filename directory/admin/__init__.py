"""The directory in Django admin, one file a kind of thing."""

from directory.admin import categories, editions, holidays, links, search, windows

__all__ = ["categories", "editions", "holidays", "links", "search", "windows"]
