"""Fixtures: the city's own campaigns."""

import pytest

from campaigns.loading import load_campaigns
from campaigns.models import Campaign
from tests.helpers.city import FIXTURES


@pytest.fixture
def campaigns(db):
    """The three activities of the city's report, published; no chart is drawn."""
    load_campaigns(FIXTURES)


@pytest.fixture
def video(campaigns):
    """The campaign with figures by medium."""
    return Campaign.objects.get(title="啓発動画の作成・配信")
