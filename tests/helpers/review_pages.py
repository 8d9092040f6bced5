"""Pages of the review."""


def address(update) -> str:
    """Where an update is decided."""
    return f"/desk/review/{update.pk}/"
