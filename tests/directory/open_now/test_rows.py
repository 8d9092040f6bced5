"""Rows of lists that are rendered once say what a page made anew would say."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Window
from directory.open_now import index as hours_index
from directory.open_now import rows
from tests.helpers.city import load_city
from tests.helpers.hours_of_the_city import at as tokyo

ADDRESSES = (
    "/",
    "/categories/money-housing/",
    "/windows/",
    "/windows/?page=2",
    "/windows/?open=on&channel=visit",
    "/windows/?on=2026-12-29",
    "/windows/?q=家賃",
    "/windows/?q=介護 電話",
    "/windows/?q=死にたい",
    "/windows/?q=ラーメン",
)


@pytest.fixture
def page(transactional_db, monkeypatch):
    """Return a function that gives a page at a time of day, rendered and not kept as a whole."""
    load_city()
    window = Window.objects.published().exclude(address="").first()
    resident = Client()

    def page(address: str, clock: str) -> str:
        moment = tokyo(clock)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        for cache in caches.all():
            cache.clear()
        return resident.get(address or window.get_absolute_url()).content.decode()

    hours_index.refresh_hours(now=tokyo("2026-06-01 12:00"))
    return page


def test_known_rows_say_what_rows_made_anew_say(page):
    """At any time of the day, in any order, on every page, the window's own included."""
    clocks = ("2026-06-01 17:14", "2026-06-01 17:16", "2026-06-02 8:29", "2026-06-02 8:31")
    for address in (*ADDRESSES, ""):
        known = [page(address, clock) for clock in clocks for _twice in range(2)]
        anew = []
        for clock in clocks:
            for _twice in range(2):
                rows.forget()
                anew.append(page(address, clock))
        assert known == anew, address
        assert known == [page(address, clock) for clock in clocks for _twice in range(2)], address


def test_marked_words_of_one_question_are_on_no_other_page(page):
    """What is rendered once never holds what a person asked."""
    assert "<mark>" in page("/windows/?q=介護", "2026-06-01 12:00")
    assert "<mark>" not in page("/windows/", "2026-06-01 12:00")


def test_a_list_of_known_rows_asks_for_keys_only(page):
    """No rows, numbers or hours are read again."""
    page("/categories/money-housing/", "2026-06-01 12:00")
    with CaptureQueriesContext(connection) as made:
        page("/categories/money-housing/", "2026-06-01 12:00")
    # The version, several times, the languages of the filter, and emptying what the test kept.
    assert len(made) <= 15
    assert not any("directory_phone" in query["sql"] for query in made)


def test_rows_are_bounded(page, monkeypatch):
    """The least recently used are thrown out."""
    monkeypatch.setattr(rows._rows, "most", 10)
    page("/windows/", "2026-06-01 12:00")
    page("/windows/?page=2", "2026-06-01 12:00")
    page("/categories/money-housing/", "2026-06-01 12:00")
    assert len(rows._rows.values) <= 10 + 30
