"""The directory in Django admin, one file a kind of thing."""

from directory.admin import categories, danger, editions, holidays, links, search, windows

__all__ = ["categories", "danger", "editions", "holidays", "links", "search", "windows"]
