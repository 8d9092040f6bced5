"""The directory in Django admin, one file a kind of thing."""

from directory.admin import categories, holidays, windows

__all__ = ["categories", "holidays", "windows"]
