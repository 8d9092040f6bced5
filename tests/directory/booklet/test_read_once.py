"""What PDFs say is read once for each version of what is public, however many ask at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client

from directory.booklet.errata import printed_facts
from directory.models import Edition, Window
from directory.public import booklet_views
from tests.factories import CategoryFactory, WindowFactory
from tests.helpers.transactions import committed


@pytest.fixture
def read(monkeypatch):
    """How often errata were read."""
    times = []
    real = booklet_views.errata

    def count(edition):
        times.append(edition.pk)
        return real(edition)

    monkeypatch.setattr(booklet_views, "errata", count)
    caches["process"].clear()
    return times


@committed
def test_errata_are_read_and_set_once_for_eight_who_ask_at_once(read, administrator):
    """And once more when a window has changed; every answer is the whole PDF."""
    window = WindowFactory(categories=[CategoryFactory()])
    edition = Edition.objects.create(
        name="第1版",
        printed_on=date(2026, 4, 1),
        copies=1,
        facts=[printed_facts(window)],
        made_by=administrator,
    )

    def ask(_number):
        try:
            return Client().get(f"/booklet/errata/{edition.pk}.pdf").content
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(8)))
    assert len(answers) == 1
    assert answers.pop().startswith(b"%PDF")
    assert len(read) == 1
    Window.objects.update(cost="無料")
    ask(9)
    assert len(read) == 2
