"""The city's own campaigns, and somebody who keeps them."""

import pytest
from django.contrib.auth.models import Permission

from campaigns.loading import load_campaigns
from campaigns.models import Campaign
from platform_members.models import User
from tests.conftest import FIXTURES


@pytest.fixture
def campaigns(db):
    """The three activities of the city's report, published; no chart is drawn."""
    load_campaigns(FIXTURES / "campaigns.json")


@pytest.fixture
def video(campaigns):
    """The campaign with figures by medium."""
    return Campaign.objects.get(title="啓発動画の作成・配信")


@pytest.fixture
def publicist(db):
    """A member of the staff who may do everything with campaigns (広報)."""
    publicist = User.objects.create_user("pr@example.jp", "correct horse", is_staff=True)
    publicist.user_permissions.set(Permission.objects.filter(content_type__app_label="campaigns"))
    return publicist


@pytest.fixture
def reader(db):
    """A member of the staff who may look and change nothing (閲覧)."""
    reader = User.objects.create_user("reader@example.jp", "correct horse", is_staff=True)
    reader.user_permissions.set(
        Permission.objects.filter(content_type__app_label="campaigns", codename__startswith="view_")
    )
    return reader
