"""The directory in Django admin, one file a kind of thing."""

from directory.admin import categories, holidays, links, search, windows

__all__ = ["categories", "holidays", "links", "search", "windows"]
