"""What is kept on a device for use without a network, and the worker that keeps it."""

import pytest

from directory.models import Window
from directory.public import offline

LARGEST_WORKER = 3_000  # bytes, as it is


def test_the_worker_is_small_fresh_and_may_fetch_from_us_alone(client, city):
    """Its own policy lets it fetch; a browser asks for a new one each time."""
    answer = client.get("/sw.js")
    assert len(answer.content) <= LARGEST_WORKER
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
    assert not answer.cookies


def test_the_worker_removes_itself_where_the_list_is_no_longer_offered(client, city, settings):
    """The switch of the city: no button, and what was kept goes."""
    settings.OFFLINE = False
    worker = client.get("/sw.js").content.decode()
    assert "unregister" in worker
    assert "addAll" not in worker
    assert "offline-keep" not in client.get("/offline/").content.decode()


def test_the_list_has_every_window_but_those_best_not_named(client, city, at):
    """Numbers and hours with the moment they are of; nothing of violence, no state of now."""
    at("2026-11-24 10:20")
    page = client.get("/offline/list/").content.decode()
    assert "2026年11月24日（火）10:20の内容です。" in page
    for window in Window.objects.published():
        assert (f"<p>{window.name}</p>" in page) != window.discreet
    assert "受付中（" not in page


def test_the_list_is_no_longer_than_a_telephone_can_hold(
    client, city, monkeypatch, django_assert_num_queries
):
    """A cut list says so, and costs the same however many windows there are."""
    client.get("/offline/list/")
    costs = []
    for most in (5, 20):
        monkeypatch.setattr(offline, "MOST_KEPT", most)
        with django_assert_num_queries(11) as asked:
            page = client.get("/offline/list/").content.decode()
        costs.append(len(asked))
        assert "ほかにも窓口があります。" in page
    assert costs[0] == costs[1]


@pytest.mark.parametrize("path", ["/windows/{}/", "/categories/relationships-other/"])
def test_no_page_about_violence_offers_it(client, city, path):
    """Nothing there leads to the button."""
    discreet = Window.objects.filter(discreet=True).first()
    assert "/offline/" not in client.get(path.format(discreet.pk)).content.decode()


def test_the_manifest_names_pictures_that_are_there(client, db):
    """On the first screen of a device stand its name and picture."""
    told = client.get("/manifest.webmanifest").json()
    assert told["start_url"] == "/"
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
