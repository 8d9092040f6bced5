"""Staff publish and withdraw campaigns from the list in admin."""

import pytest

from campaigns.models import Campaign
from tests.helpers.campaigns import act
from tests.helpers.transactions import committed


@committed
def test_publishing_makes_a_report_public_and_is_recorded(desk, client, publicist, empty):
    """The list asks first; then the report is public, and withdrawing hides it again."""
    address = empty.get_absolute_url()
    asked = act(desk, "publish", empty).content.decode()
    assert "だれでも、ログインせずに読めるようになります" in asked
    assert address in asked
    assert client.get(address).status_code == 404
    assert "1件の報告を公開しました" in act(desk, "publish", empty, apply="").content.decode()
    empty.refresh_from_db()
    assert (empty.is_published, empty.published_by) == (True, publicist)
    assert client.get(address).status_code == 200
    assert "住民の画面から消え" in act(desk, "withdraw", empty).content.decode()
    assert client.get(address).status_code == 200
    assert "庁内のみに戻しました" in act(desk, "withdraw", empty, apply="").content.decode()
    empty.refresh_from_db()
    assert (empty.is_published, empty.published_by, empty.published_at) == (False, None, None)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("action", "moved", "left", "nothing"),
    [
        ("publish", "1件の報告を公開しました", "3件は、前から公開中", "4件は、前から公開中"),
        ("withdraw", "3件の報告を庁内のみに", "1件は、前から庁内のみ", "4件は、前から庁内のみ"),
    ],
)
def test_the_message_says_how_many_were_moved(desk, campaigns, empty, action, moved, left, nothing):
    """Campaigns already in that state are not counted; if none changes, the message says so."""
    everything = list(Campaign.objects.all())
    page = act(desk, action, *everything, apply="").content.decode()
    assert moved in page
    assert left in page
    page = act(desk, action, *everything).content.decode()
    assert nothing in page
    assert "件の報告を" not in page
