"""A day that a resident asks a window's page about, and its entry for a calendar."""

import re

from icalendar import Calendar

from directory.models import Window


def page_about(client, window, day):
    """The window's page, asked about a day."""
    return client.get(window.get_absolute_url(), {"on": day}).content.decode()


def test_a_day_is_asked_about_as_people_write_it(client, city, at):
    """12/29 is the coming one: closed at the turn of the year; a usual day has its hours."""
    at("2026-11-24 10:00")
    window = Window.objects.get(name="伊勢市生活支援課")
    closed = page_about(client, window, "12/29")
    assert "2026年12月29日（火）：<strong>休み（年末年始）</strong>" in closed
    assert "day.ics" not in closed
    assert "8:30～17:15</span></strong>" in page_about(client, window, "12月1日")
    english = client.get(f"/en{window.get_absolute_url()}?on=12/29").content.decode()
    assert "29 December 2026 (Tue): <strong>closed (year-end and New Year)" in english


def test_the_turn_of_the_year_stands_in_dates_among_the_hours_when_it_is_near(client, city, at):
    """In one line, where all its days are alike; in summer it is left out."""
    window = Window.objects.get(name="伊勢市生活支援課")
    line = re.compile('<p class="turn-of-year">(.*?)</p>')
    at("2026-11-27 10:00")
    page = client.get(window.get_absolute_url()).content.decode()
    assert line.findall(page) == ["12月29日（火）～1月3日（日） <strong>休み（年末年始）</strong>"]
    at("2026-08-01 10:00")
    assert not line.search(client.get(window.get_absolute_url()).content.decode())
    at("2026-11-27 10:00")
    window.hours_exceptions.create(first_day="2026-12-30", last_day="2026-12-30", note="大掃除")
    assert not line.search(client.get(window.get_absolute_url()).content.decode())


def test_what_is_no_day_is_named_and_stands_there_again(client, city, at):
    """A plain sentence beside the field, and nothing of an answer."""
    at("2026-11-24 10:00")
    window = Window.objects.get(name="伊勢市生活支援課")
    page = page_about(client, window, "そのうち")
    assert 'value="そのうち"' in page
    english = client.get(f"/en{window.get_absolute_url()}?on=someday").content.decode()
    assert "We could not read this as a date." in english
    assert 'id="id_on_error">＊' in page
    assert 'class="asked-day"' not in page


def test_a_day_beyond_what_is_known_is_unknown(client, city, at):
    """Holidays of 2099 are not known: no hours are claimed."""
    at("2026-11-24 10:00")
    window = Window.objects.get(name="伊勢市生活支援課")
    page = page_about(client, window, "2099-01-05")
    assert "この日の受付は、まだわかりません。" in page
    assert client.get(f"{window.get_absolute_url()}day.ics?on=2099-01-05").status_code == 404


def test_a_day_goes_into_a_calendar_with_what_one_needs_there(client, city, at):
    """Both stretches in universal time, with number and place; none for a day off."""
    at("2026-11-24 10:00")
    window = Window.objects.filter(name="伊勢市消費生活センター", reservation="none").first()
    answer = client.get(f"{window.get_absolute_url()}day.ics?on=2026-12-01")
    assert answer["Content-Type"].startswith("text/calendar")
    first, second = Calendar.from_ical(answer.content).walk("VEVENT")
    assert first.decoded("dtstart").isoformat() == "2026-12-01T00:00:00+00:00"
    assert second.decoded("dtend").isoformat() == "2026-12-01T07:00:00+00:00"
    assert first["summary"] == "伊勢市消費生活センター"
    assert "0596-21-5717" in first["description"]
    assert "306番窓口" in first["location"]
    assert first["uid"] != second["uid"]
    for day in ("2026-12-29", "そのうち", ""):
        assert client.get(f"{window.get_absolute_url()}day.ics?on={day}").status_code == 404


def test_a_window_that_is_not_public_goes_into_no_calendar(client, city, at):
    """Not even by an address that was kept while it was shown."""
    at("2026-11-24 10:00")
    window = Window.objects.get(name="伊勢市生活支援課")
    address = f"{window.get_absolute_url()}day.ics?on=2026-12-01"
    assert client.get(address).status_code == 200
    window.suspend(at=window.published_at, reason="点検")
    window.save()
    assert client.get(address).status_code == 404


def test_a_window_that_is_best_not_named_goes_into_no_calendar(client, city, at):
    """Neither offered nor answered; and a confidential place is in no entry."""
    at("2026-11-24 10:00")
    window = Window.objects.get(name="DV相談＋（プラス）")
    assert "24時間" in page_about(client, window, "2026-12-01")
    assert "day.ics" not in page_about(client, window, "2026-12-01")
    assert client.get(f"{window.get_absolute_url()}day.ics?on=2026-12-01").status_code == 404
    secret = Window.objects.get(name="伊勢市生活支援課")
    Window.objects.filter(pk=secret.pk).update(confidential_location=True)
    answer = client.get(f"{secret.get_absolute_url()}day.ics?on=2026-12-01")
    assert b"LOCATION" not in answer.content


def test_asking_costs_the_calendar_of_holidays(client, city, at, django_assert_num_queries):
    """Two queries more than the page alone, whatever is asked."""
    at("2026-11-24 10:00")
    window = Window.objects.get(name="伊勢市生活支援課")
    for day in ("2026-12-01", "12/29"):
        with django_assert_num_queries(18):
            page_about(client, window, day)


def test_unknown_hours_are_said_once(client, city, settings, at):
    """Where no hours are known the sentence stands in their place, and no state repeats it."""
    at("2026-11-24 10:00")
    general = Window.objects.get(uid=settings.GENERAL_WINDOW_UID)
    page = client.get(general.get_absolute_url()).content.decode()
    assert page.count("受付日時は、窓口へ確認してください。") == 1
    assert "受付日時は窓口へ確認" not in page
