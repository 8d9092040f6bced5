"""A change that waits for reviewers."""

import pytest

from tests.helpers.proposals import PHONE, save


@pytest.fixture
def update(listing, member):
    """A change that waits: a price, a number, hours."""
    return save(listing, member, cost="無料", phones=[PHONE], hours_override="毎日 10:00～18:00")
