"""Loaded is not confirmed: on what facts rest, how old that is, and who can be reached."""

import json
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from directory import changes
from directory.facts.apply import write_facts
from directory.facts.snapshot import facts_of
from directory.models import Window
from tests.factories import CategoryFactory, WindowFactory, give_hours

EVERY_DAY = "月火水木金土日 0:00-24:00"


def sourced(day, **facts):
    """A window loaded from a source of that day, and confirmed by no one."""
    return WindowFactory(source="市の報告", source_date=day and date.fromisoformat(day), **facts)


def text_of(client, address):
    """The page at an address."""
    return client.get(address).content.decode()


@pytest.mark.parametrize(
    ("day", "brief", "full"),
    [
        ("2026-07-28", "2026年7月の資料", "市の報告（2026年7月）"),
        ("2024-08-01", "2024年8月（2年前）の資料", "市の報告（2024年8月）"),
        ("2015-05-15", "2015年5月（11年前）の古い資料", "市の報告（2015年5月）"),
        (None, "日付のわからない資料", "市の報告（日付はわかりません）"),
    ],
)
def test_an_unconfirmed_window_names_its_source_and_its_age(client, db, at, day, brief, full):
    """Neither list nor page speaks of a confirmation; old reads otherwise than new."""
    at("2026-11-26 10:00")
    window = sourced(day)
    page, rows = text_of(client, window.get_absolute_url()), text_of(client, "/windows/")
    assert f"出典：{full}" in page
    assert "市の職員は、まだ内容を確かめていません。" in page
    assert brief in rows
    assert "最終確認" not in page + rows
    window.verify(on=date(2026, 11, 25), by=None)
    window.save()
    page = text_of(client, window.get_absolute_url())
    assert "最終確認" in page
    assert "出典" not in page


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2019-04-03", "24時間受付のはず（2019年の情報）"),
        (None, "24時間受付のはず（日付のわからない情報）"),
        ("2026-07-01", "24時間受付<"),
    ],
)
def test_old_hours_are_likely_and_not_sure(client, db, at, day, words):
    """The green of an answering window is for facts that are confirmed or new."""
    at("2026-11-26 10:00")
    window = sourced(day, opens_on_holidays=True, closes_at_year_end=False)
    give_hours(window, EVERY_DAY)
    page = text_of(client, window.get_absolute_url())
    assert words in page
    assert ("state-likely" in page) is ("はず" in words)


def test_nothing_holds_back_from_ringing_a_line(client, db, at):
    """No advice to telephone first stands at a line that can only be rung, nor in any row."""
    at("2026-11-26 10:00")
    line = sourced("2015-01-01", channels=["telephone"])
    desk = sourced("2015-01-01", channels=["telephone", "visit"])
    assert "お確かめください" not in text_of(client, line.get_absolute_url())
    assert "出かける前に、電話でお確かめください。" in text_of(client, desk.get_absolute_url())
    assert text_of(client, "/windows/").count("お確かめください") == 1


def test_a_doubt_is_shown_until_somebody_has_checked(client, db, clerk):
    """In the list and on the page, apart from the staff's note."""
    window = sourced("2026-01-01", doubt="番号が変わったかもしれません。", note="電話する")
    for address in ("/windows/", window.get_absolute_url()):
        assert "番号が変わったかもしれません。" in text_of(client, address)
        assert "電話する" not in text_of(client, address)
    changes.verify_windows(windows=Window.objects.all(), by=clerk)
    assert "番号が変わった" not in text_of(client, window.get_absolute_url())


def test_confirmations_that_loading_set_are_taken_back(db, clerk):
    """One that a person gave stays, even where it fell on the day of the source."""
    day = date(2023, 2, 28)
    loaded = sourced("2023-02-28", verified_on=day)
    by_staff = sourced("2023-02-28", verified_on=day, verified_by=clerk)
    by_mail = sourced("2023-02-28")
    changes.verify_windows(windows=Window.objects.filter(pk=by_mail.pk), by=None)
    Window.objects.filter(pk=by_mail.pk).update(verified_on=day)
    later = sourced("2023-02-28", verified_on=date(2024, 1, 1))
    migration = import_module("directory.migrations.0011_city_sources")
    migration.take_back_loaded_confirmations(apps, None)
    days = {window.pk: window.verified_on for window in Window.objects.all()}
    assert days == {
        loaded.pk: None,
        by_staff.pk: day,
        by_mail.pk: day,
        later.pk: date(2024, 1, 1),
    }


# Who can be reached


def unreachable(clerk, **facts):
    """A window without telephone, address, website or e-mail, as staff saved it."""
    window = WindowFactory(phones=[], hours_override="", **facts)
    changes.windows_saved(windows=[window], by=clerk, how="created")
    return window


def test_who_cannot_be_reached_stands_below_who_can(client, clerk, db):
    """In lists, in searches; once there is a number the order is the staff's again."""
    category = CategoryFactory()
    empty = unreachable(clerk, order=1, subject="ごみ屋敷の引きとり", categories=[category])
    full = WindowFactory(order=2, subject="ごみ屋敷の片づけ", categories=[category])
    changes.windows_saved(windows=[full], by=clerk, how="created")
    for address in ("/windows/", category.get_absolute_url(), "/windows/?q=ごみ屋敷"):
        page = text_of(client, address)
        assert page.index("の片づけ") < page.index("の引きとり"), address
    assert f'{category.name}</span> <span class="tile-count">1件' in text_of(client, "/")
    facts = facts_of(Window.objects.for_reading().get(pk=empty.pk))
    phone = {"kind": "voice", "label": "", "printed": "0596-21-5557"}
    write_facts(empty, facts | {"phones": [phone]})
    changes.windows_saved(windows=[empty], by=clerk, how="edited")
    page = text_of(client, "/windows/")
    assert page.index("の引きとり") < page.index("の片づけ")


def test_the_box_for_the_unsure_has_a_number_that_answers(client, db, clerk, settings):
    """よりそいホットライン until the city's own window has a number; no tile counts the latter."""
    category = CategoryFactory()
    general = unreachable(
        clerk, uid=settings.GENERAL_WINDOW_UID, name="福祉の窓口", categories=[category]
    )
    WindowFactory(uid=settings.UNSURE_LINE_UID, name="よりそいの電話", phones=["0120-279-338"])
    page = text_of(client, "/about/")
    assert "よりそいの電話" in page
    assert 'href="tel:0120279338"' in page
    page = text_of(client, category.get_absolute_url())
    assert "この分野の窓口は、まだ載っていません" in page
    facts = facts_of(Window.objects.for_reading().get(pk=general.pk))
    phone = {"kind": "voice", "label": "", "printed": "0596-21-5557"}
    write_facts(general, facts | {"phones": [phone]})
    page = text_of(client, "/about/")
    assert 'href="tel:0596215557"' in page
    assert "よりそいの電話" not in page


def test_a_known_trouble_without_a_window_says_so(client, city):
    """Staff know the words; no window that can be reached takes them: the next best way follows."""
    page = text_of(client, "/windows/?q=ヘルプマーク")
    assert "この困りごとの窓口は、まだ載っていません。" in page
    assert 'href="tel:0120279338"' in page
    assert "<article" not in page


def test_the_start_page_alarms_staff_of_an_unreachable_general_window(
    admin_client, clerk, settings
):
    """It stands among the urgent, and leads to the window's form."""
    general = unreachable(clerk, uid=settings.GENERAL_WINDOW_UID)
    page = text_of(admin_client, "/admin/")
    assert "「どこに相談したらよいか迷ったら」の窓口に電話番号がありません" in page
    assert f"/admin/directory/window/{general.pk}/change/" in page


# A day that is asked about


def test_a_day_can_be_asked_about(client, db, at):
    """Only windows that answer on it, with their hours; a day too far off is said to be unknown."""
    at("2026-11-26 10:00")
    give_hours(WindowFactory(subject="年末も", closes_at_year_end=False), "火 9:00-12:00")
    give_hours(WindowFactory(subject="年末は休み"), "火 9:00-12:00")
    give_hours(WindowFactory(subject="年末は不明", closes_at_year_end=None), "火 9:00-12:00")
    for written in ("2026-12-29", "令和8年12月29日", "12/29", "12月29日（火）"):
        page = text_of(client, f"/windows/?on={written}")
        assert "年末も" in page
        assert "12月29日（火）：<strong>9:00～12:00</strong>" in page
        assert "年末は休み" not in page
        assert "年末は不明" not in page
    assert "この日の受付は、まだわかりません。" in text_of(client, "/windows/?on=2027-12-29")
    assert "読み取れません" in text_of(client, "/windows/?on=いつか")


def test_a_windows_page_shows_a_month_and_the_turn_of_the_year(client, db, at):
    """Unknown is said as unknown, day by day."""
    at("2026-11-26 10:00")
    window = WindowFactory(closes_at_year_end=None)
    give_hours(window, "月火水木金 9:00-12:00")
    page = text_of(client, window.get_absolute_url())
    assert "12月26日（土）" in page
    year_end = page[page.index("年末年始を見る") :]
    assert "12月28日（月）" in year_end
    assert year_end.count("窓口へ確認") == 6
    assert "1月4日（月）" in year_end


# The watched


def test_titles_tell_nothing_of_violence(client, db):
    """The page itself does; the safety note stands before the facts."""
    window = WindowFactory(subject="暴力の相談", discreet=True)
    page = text_of(client, window.get_absolute_url())
    title = page[page.index("<title>") : page.index("</title>")]
    assert "暴力" not in title
    main = page[page.index("<main") :]
    assert main.index("見られたくないとき") < main.index("受付日時")
    category = window.categories.get()
    page = text_of(client, category.get_absolute_url())
    assert category.name not in page[page.index("<title>") : page.index("</title>")]
    page = text_of(client, "/windows/?q=暴力")
    assert "暴力" not in page[page.index("<title>") : page.index("</title>")]


def test_every_discreet_window_of_the_fixtures_is_about_violence():
    """None is forgotten: whatever names DV, violence or abuse in its title is marked."""
    from tests.helpers.city import FIXTURES

    for row in json.loads((FIXTURES / "windows.json").read_text()):
        if any(word in row["subject"] + row["name"] for word in ("DV", "暴力", "児童虐待")):
            assert row.get("discreet"), row["name"]
