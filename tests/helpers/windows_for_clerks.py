"""Windows of which nothing is to be done, and the list that shows windows."""

from directory.models import Window
from tests.factories import WindowFactory, give_hours

LIST = "/admin/directory/window/"


def sound(**facts) -> Window:
    """A window to which nothing is to be done."""
    window = give_hours(WindowFactory(**facts), "月火水木金 8:30-17:15")
    window.verified_on = "2026-11-20"
    window.save()
    return window
