"""Windows whose facts are to be confirmed."""

from directory.models import Window
from tests.factories import (
    WindowFactory,
)

CONTACT = "mado@example.jp"


def due_window(**facts) -> Window:
    """An unconfirmed window with a contact."""
    return WindowFactory(**{"verification_email": CONTACT, **facts})
