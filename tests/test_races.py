"""Many at once over HTTP: nothing foreign is read, nothing is lost; without locks it would be.

Shortened; `make drill SCENES="races.answers races.edits races.approvals"` plays them before the
real server.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from drill.browser import Browser
from drill.scenes.races import decided, edited, read, reader_of, staff
from drill.without_locks import take_locks_away

READERS, PAGES, RIVALS, ROUNDS = 12, 6, 6, 5
RACES = {"edits": edited, "approvals": decided}


@pytest.fixture
def port(live_server, city, settings):
    """Where the portal answers, with the city's windows; each request in a thread of its own."""
    settings.MFA_REQUIRED = False
    return live_server.thread.port


def test_readers_at_once_read_what_is_theirs(port):
    """Residents who search, members at their desk, staff in admin, each with an own word."""
    readers = [reader_of(port, number) for number in range(READERS)]
    with ThreadPoolExecutor(READERS) as threads:
        found = sum(threads.map(lambda reader: read(*reader, PAGES), readers), Counter())
    assert found["foreign"] == 0
    assert found["own"] > READERS * PAGES / 2  # a busy machine answers some searches without it


@pytest.mark.parametrize("name", RACES)
def test_of_those_who_change_the_same_one_wins_and_the_others_are_told(port, name):
    """Clerks who save one window, reviewers who decide one change."""
    rivals = [Browser(port, staff(f"{name}{each}")) for each in range(RIVALS)]
    assert RACES[name](rivals, 0) == 0


@pytest.mark.parametrize("name", RACES)
def test_without_locks_something_is_lost(port, name, monkeypatch):
    """The control: a race that no lock decides."""
    take_locks_away(monkeypatch.setattr)
    rivals = [Browser(port, staff(f"{name}{each}")) for each in range(RIVALS)]
    assert any(RACES[name](rivals, number) for number in range(ROUNDS))
