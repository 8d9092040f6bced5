"""People who cannot telephone: other ways are shown, and no sentence sends them to a number."""

import re

import pytest
from django.db import connection, transaction

from directory.models import Window
from directory.models.combinations import FIELDS, combinations, query_of
from tests.factories import WindowFactory, give_hours

SENT_TO_THE_TELEPHONE = re.compile(r"先に電話で|お電話で|電話でお確かめ")


def options(page: str, name: str) -> set[str]:
    """The values that a choice of the filter offers."""
    select = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)[0]
    return set(re.findall(r'value="(\w+)"', select))


def test_one_tick_leaves_windows_without_telephone(client, city):
    """Every window that is shown says its way, and no sentence sends to the telephone."""
    page = client.get("/windows/?no_phone=on").content.decode()
    assert "電話しなくてよい窓口だけ" in page
    shown = Window.objects.filter(pk__in=re.findall(r'class="window" data-window="(\d+)"', page))
    assert shown
    assert all(set(window.channels) - {"telephone"} for window in shown)
    main = page[page.index('<main id="main"') :]
    assert not SENT_TO_THE_TELEPHONE.search(main)
    assert "先に窓口にお確かめください。" in main


@pytest.mark.parametrize(
    ("channels", "shown"),
    [
        (["telephone", "email", "form"], "電話のほか：メール、フォーム"),
        (["telephone", "visit", "fax"], ""),  # its numbers and its place show them
        (["telephone", "video", "sign"], "電話のほか：ビデオ通話、手話"),
    ],
)
def test_other_ways_stand_in_lists(client, db, channels, shown):
    """Beside the numbers, in a fixed order."""
    window = WindowFactory(channels=channels)
    page = client.get(window.main_category.get_absolute_url()).content.decode()
    assert ("電話のほか" in page) == bool(shown)
    assert shown in page


def test_a_window_without_number_names_its_ways(client, db):
    """Sign language and video stand where the number would."""
    window = WindowFactory(channels=["video", "sign"], phones=[])
    assert (
        "電話ではなく、ビデオ通話・手話で相談します。"
        in client.get(window.get_absolute_url()).content.decode()
    )


def test_filters_that_always_give_nothing_are_not_offered(client, db):
    """Ways, reservations and ticks appear with the first window that they find."""
    WindowFactory(channels=["telephone"], reservation="none", hours_override="")
    page = client.get("/windows/").content.decode()
    assert options(page, "channel") == {"telephone"}
    assert options(page, "reservation") == {"none"}
    assert 'name="no_phone"' not in page
    assert 'name="urgent"' not in page
    WindowFactory(channels=["line"], urgent=True)
    page = client.get("/windows/").content.decode()
    assert options(page, "channel") == {"telephone", "line"}
    assert 'name="no_phone"' in page
    assert 'name="urgent"' in page


@pytest.mark.parametrize("query", ["channel=sign", "no_phone=on"])
def test_an_old_address_still_narrows(client, db, query):
    """What is asked for in an address counts, though it is offered no more: none is found."""
    window = WindowFactory(channels=["telephone"])
    page = client.get(f"/windows/?{query}").content.decode()
    assert window.subject not in page
    assert "あてはまる窓口が見つかりませんでした" in page


def test_choices_are_found_without_reading_every_window(db):
    """Each combination of values is one step in an index, however many windows have it."""
    with transaction.atomic(), connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):  # as for very many windows
            cursor.execute(f"SET LOCAL enable_{way} = off")
        for field in FIELDS:
            cursor.execute(f"EXPLAIN (ANALYZE, VERBOSE, COSTS OFF) {query_of(field)}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert plan.count(f"using window_by_{field}") == 2


def test_combinations_are_those_of_published_windows(db):
    """Each once; a draft's do not count."""
    WindowFactory.create_batch(
        2, channels=["visit", "fax"], languages=["ja", "en"], reservation="none"
    )
    give_hours(WindowFactory(channels=[], languages=[]), "月 9:00-10:00", by_reservation=True)
    WindowFactory(channels=["sign"], status="draft", published_at=None)
    assert combinations("default") == {
        "channels": [[], ["visit", "fax"]],
        "languages": [[], ["ja", "en"]],
        "reservation_kept": [["none"], ["required"]],
    }


def test_a_wish_that_no_window_meets_is_said(client, city):
    """A question by LINE is not called narrowed where no window has LINE."""
    Window.objects.filter(channels__contains=["line"]).update(channels=["telephone"])
    page = client.get("/windows/?q=家賃 LINEで相談したい").content.decode()
    assert "にあう窓口は見つかりませんでした。" in page
    assert "条件をしぼりこみました" not in page
