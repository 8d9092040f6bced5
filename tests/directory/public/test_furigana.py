"""Furigana of a window's own texts: saved by staff, shown on request by a plain link."""

import subprocess

from directory.admin.windows import furigana_page
from directory.models import Window
from tests.factories import WindowFactory

RUBY = "<ruby>相談<rp>（</rp><rt>そうだん</rt><rp>）</rp></ruby>"


def test_readings_are_shown_on_request(client, db):
    """A link asks for them and another takes them away; titles and lists have none."""
    window = WindowFactory(subject="家計の相談", furigana="相談（そうだん）")
    address = window.get_absolute_url()
    plain = client.get(address).content.decode()
    assert "<ruby>" not in plain
    assert 'href="?furigana=1"' in plain
    shown = client.get(f"{address}?furigana=1").content.decode()
    assert f"<h1>家計の{RUBY}</h1>" in shown
    assert "<ruby>" not in shown.partition("</title>")[0]
    assert "<ruby>" not in client.get(address).content.decode()  # nothing of it was kept
    assert "<ruby>" not in client.get("/windows/").content.decode()


def test_a_window_without_readings_offers_none(client, db):
    """No link that would change nothing."""
    address = WindowFactory(subject="家計の相談").get_absolute_url()
    assert "furigana" not in client.get(address).content.decode()
    assert "<ruby>" not in client.get(f"{address}?furigana=1").content.decode()


def test_staff_are_proposed_readings_and_save_them_in_the_form(client, clerk, db):
    """The page proposes and saves nothing; what is saved already stands before the dictionary's."""
    window = WindowFactory(subject="市場の相談", furigana="市場（いちば）")
    client.force_login(clerk)
    page = client.get(f"/admin/directory/window/{window.pk}/furigana/").content.decode()
    assert "市場（いちば）\n相談（そうだん）" in page
    assert RUBY in page
    assert Window.objects.get(pk=window.pk).furigana == "市場（いちば）"


def test_without_the_dictionary_the_page_says_so(client, clerk, db, monkeypatch):
    """What is saved is still there."""

    def fails(_texts):
        raise subprocess.SubprocessError

    monkeypatch.setattr(furigana_page, "propose_elsewhere", fails)
    window = WindowFactory(furigana="相談（そうだん）")
    client.force_login(clerk)
    page = client.get(f"/admin/directory/window/{window.pk}/furigana/").content.decode()
    assert "いまは案を作れません。" in page
    assert "相談（そうだん）" in page
