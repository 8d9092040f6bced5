"""An editor's browser."""

import pytest


@pytest.fixture
def members_page(client, member):
    """The browser of a member who has logged in."""
    client.force_login(member)
    return client
