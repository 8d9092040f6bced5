"""Fixtures: the city's own campaigns."""

import pytest

from campaigns.loading import load_campaigns
from campaigns.models import Campaign, Kpi
from tests.helpers.city import FIXTURES


@pytest.fixture
def campaigns(db):
    """The three activities of the city's report, published; no chart is drawn."""
    load_campaigns(FIXTURES)


@pytest.fixture
def video(campaigns):
    """The campaign with figures by medium."""
    return Campaign.objects.get(title="啓発動画の作成・配信")


@pytest.fixture
def desk(client, publicist):
    """The publicist, logged in."""
    client.force_login(publicist)
    return client


@pytest.fixture
def monthly(db):
    """A series of monthly counts."""
    return Kpi.objects.create(name="相談件数", kind=Kpi.Kind.CONSULTATIONS)


@pytest.fixture
def empty(db):
    """An internal campaign without figures."""
    return Campaign.objects.create(
        title="次の動画", kind="video", starts_on="2024-01-01", ends_on="2024-02-01"
    )
