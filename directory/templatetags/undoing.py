"""What a message offers to undo."""

from uuid import UUID

from django import template

register = template.Library()
TAG = "undo:"


@register.filter
def deed(message) -> UUID | None:
    """The key of the deed that a message offers to undo; None for any other message."""
    tag = message.extra_tags or ""
    return UUID(tag.removeprefix(TAG)) if tag.startswith(TAG) else None
