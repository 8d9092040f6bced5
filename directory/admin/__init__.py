"""The directory in Django admin, one file a kind of thing."""

from directory.admin import (
    audit,
    categories,
    danger,
    editions,
    finder,
    holidays,
    links,
    search,
    staff_pages,
)
from directory.admin.windows import page

__all__ = [
    "audit",
    "categories",
    "danger",
    "editions",
    "finder",
    "holidays",
    "links",
    "page",
    "search",
    "staff_pages",
]
