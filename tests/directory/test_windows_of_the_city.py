"""Each window of the city stands on its page, in booklet, Excel and search, with its source."""

from html import unescape

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from directory.booklet.content import window_facts
from directory.models import Window
from directory.search.find import find
from directory.text.printable import made_printable
from tests.helpers.exchange_files import exported, rows_of


@pytest.fixture
def windows(city):
    """Those that residents see."""
    return list(Window.objects.published().for_reading())


def said(window: Window) -> list[str]:
    """What a reader must find of a window wherever it stands."""
    phones = window.phones.all()
    numbers = [text for phone in phones for text in (phone.label, phone.printed)]
    place = window.public_address.splitlines()
    return [window.subject, window.name, *filter(None, numbers), *place]


def numbers(window: Window) -> list[str]:
    """Its telephone numbers as they are printed."""
    return [phone.printed for phone in window.telephones]


def test_pages_say_every_fact_and_its_source(client, windows):
    """Title, name, numbers, place, hours, and the source with its date."""
    for window in windows:
        page = unescape(strip_tags(client.get(window.get_absolute_url()).content.decode()))
        missing = [
            text for text in [*said(window), *window.printed_hours.splitlines()] if text not in page
        ]
        assert not missing, (window, missing)
        assert window.source, window


def test_the_booklet_prints_every_fact_and_its_source(windows):
    """In the row of each window."""
    today = timezone.localdate()
    for window in windows:
        row = str(window_facts(window, today))
        missing = [text for text in said(window) if made_printable(text) not in row]
        assert not missing, (window, missing)
        assert window.verified_on or "資料" in row, window


def test_excel_holds_every_fact_and_its_source(windows):
    """Drafts too: staff take the whole directory away."""
    rows = {row["公開ID"]: row for row in rows_of(exported())}
    assert len(rows) == Window.objects.count()
    for window in windows:
        row = rows[str(window.uid)]
        text = "\n".join(str(cell) for cell in row.values())
        missing = [each for each in said(window) if each not in text]
        assert not missing, (window, missing)
        assert row["出典"] == window.source


def test_the_search_finds_every_window_by_what_it_says(windows):
    """By its title and name together, and by each of its numbers."""
    published = Window.objects.published()
    for window in windows:
        for question in [f"{window.subject} {window.name}", *numbers(window)]:
            assert window.pk in find(question, published).windows, (window, question)
