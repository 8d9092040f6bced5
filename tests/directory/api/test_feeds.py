"""What subscribers follow: changes as Atom, special days as a calendar."""

import re
from datetime import date

import pytest
from icalendar import Calendar

from directory.changes import (
    change_windows,
    keep_first_versions,
    publish_windows,
    retire_windows,
    suspend_windows,
    verify_windows,
)
from directory.models import Window, WindowVersion
from tests.factories import WindowFactory

EDITED = WindowVersion.How.EDITED


def titles(client) -> list[str]:
    """Titles of the feed's entries, the newest first."""
    response = client.get("/data/changes.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = response.content.decode()
    return re.findall(r"<entry>.*?<title>(.*?)</title>", feed, re.DOTALL)


def only(window: Window):
    return Window.objects.filter(pk=window.pk)


def test_the_feed_tells_what_is_new_corrected_and_suspended(client, clerk):
    """The newest first, with what a correction was about; a confirmation is no change."""
    window = WindowFactory(subject="法律", name="窓口", status="draft", published_at=None)
    publish_windows(windows=only(window), by=clerk)
    window.refresh_from_db()
    change_windows(changes=[(window, {"cost": "無料", "note": "内密"})], by=clerk, how=EDITED)
    change_windows(changes=[(window, {"note": "職員だけ"})], by=clerk, how=EDITED)
    verify_windows(windows=only(window), by=clerk)
    assert titles(client) == ["訂正：法律（窓口）", "公開：法律（窓口）"]
    feed = client.get("/data/changes.atom").content.decode()
    assert "変わったところ：費用" in feed
    assert "職員" not in feed
    suspend_windows(windows=only(window), by=clerk, reason="工事のため")
    assert titles(client) == ["休止：法律（窓口）"]
    assert "工事のため" in client.get("/data/changes.atom").content.decode()


@pytest.mark.parametrize("mark", ["discreet", "confidential_location"])
def test_the_end_of_a_window_in_danger_is_not_told(client, clerk, mark):
    """Nor anything else of it from then on."""
    window = WindowFactory(name="避難所", **{mark: True})
    keep_first_versions(only(window))
    change_windows(changes=[(window, {"cost": "無料"})], by=clerk, how=EDITED)
    assert titles(client) == ["訂正：" + str(window)]
    retire_windows(windows=only(window), by=clerk)
    assert titles(client) == []
    assert "避難所" not in client.get("/data/changes.atom").content.decode()


def test_the_feed_asks_as_often_with_more_changes(client, clerk, django_assert_max_num_queries):
    """What each version replaced is read with it."""
    for number in range(12):
        window = WindowFactory()
        keep_first_versions(only(window))
        change_windows(changes=[(window, {"cost": f"{number}円"})], by=clerk, how=EDITED)
    with django_assert_max_num_queries(4):
        assert len(titles(client)) == 12


def test_special_days_go_into_a_calendar(client, at, clerk):
    """A day off as a day, other hours as hours, from today on; nothing of a window in danger."""
    at("2026-11-27 10:00")
    window = WindowFactory(name="法律の窓口")
    days = [
        {"first_day": "2026-11-02", "last_day": "2026-11-02", "spans": [], "note": "過ぎた日"},
        {"first_day": "2026-12-28", "last_day": "2026-12-29", "spans": [], "note": "棚卸し"},
        {"first_day": "2027-01-09", "last_day": "2027-01-09", "spans": [[540, 720]], "note": ""},
    ]
    change_windows(changes=[(window, {"exceptions": days})], by=clerk, how=EDITED)
    address = f"/windows/{window.pk}/days.ics"
    assert address in client.get(window.get_absolute_url()).content.decode()
    off, open_day = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert (off.decoded("dtstart"), off.decoded("dtend")) == (
        date(2026, 12, 28),
        date(2026, 12, 30),
    )
    assert "休み" in off["summary"]
    assert off["description"] == "棚卸し"
    assert open_day.decoded("dtstart").isoformat() == "2027-01-09T00:00:00+00:00"
    assert open_day.decoded("dtend").isoformat() == "2027-01-09T03:00:00+00:00"
    Window.objects.filter(pk=window.pk).update(discreet=True)
    assert client.get(address).status_code == 404
    assert address not in client.get(window.get_absolute_url()).content.decode()
