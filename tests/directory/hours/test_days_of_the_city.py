"""When the city's 24 windows answer on awkward days: a table made by hand."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from directory.hours import (
    Status,
    clock,
    coming_days,
    read_time,
    state_at,
)
from tests.helpers.hours_of_the_city import (
    CALENDAR,
    CHILDLINE,
    CONSUMER_CENTRE,
    CONVENI_NET,
    GENKOKO_ROOM,
    JUDICIAL_SCRIVENER,
    NINE_TO_FIVE,
    OFFICE,
    ROUND_THE_CLOCK,
    SUICIDE_LINE_BY_DAY,
    SUICIDE_LINE_BY_NIGHT,
    UNKNOWN,
    WINDOWS,
    WITHDRAWAL_LINE,
    YOUTH_STATION,
    at,
)

# Saturday to Thursday; Monday to the Tuesday of the week after; a Monday.
SILVER_WEEK = (date(2026, 9, 19), 6)
YEAR_END = (date(2026, 12, 28), 9)
SUBSTITUTE_HOLIDAY = (date(2027, 3, 22), 1)
OFF = "休み"
NEW_YEAR = ["休み（年末年始）"] * 6
SILVER = ["休み（敬老の日）", "休み（国民の休日）", "休み（秋分の日）"]
SUBSTITUTE = ["休み（振替休日）"]


def weekdays_only(times):
    """Monday to Friday, closed on holidays and at year end."""
    return [OFF, OFF, *SILVER, times], [times, *NEW_YEAR, times, times], SUBSTITUTE


def every_day_the_same(text):
    """Whatever day it is."""
    return [text] * 6, [text] * 9, [text]


UNSURE = "窓口へ確認"
FROM_NINE, FROM_FOUR, FROM_SIX = "9:00～24:00", "16:00～24:00", "6:00～24:00"
EXPECTED = [
    (OFFICE, *weekdays_only("8:30～17:15")),
    (CONSUMER_CENTRE, *weekdays_only("9:00～12:00、13:00～16:00")),
    (NINE_TO_FIVE, *weekdays_only("9:00～17:00")),
    (WITHDRAWAL_LINE, *weekdays_only("9:00～16:00")),
    (SUICIDE_LINE_BY_DAY, *weekdays_only("13:00～16:00")),
    (JUDICIAL_SCRIVENER, [OFF] * 6, [OFF, *NEW_YEAR, OFF, OFF], [OFF]),
    (
        YOUTH_STATION,
        # Closed on Wednesdays; this one is a holiday, so Thursday is closed too.
        ["9:00～18:00", OFF, *SILVER[:2], OFF, "休み（9月23日が祝日のため）"],
        ["9:00～18:00", *NEW_YEAR, "9:00～18:00", "9:00～18:00"],
        SUBSTITUTE,
    ),
    (
        CONVENI_NET,
        [OFF, OFF, *SILVER[:2], OFF, "10:00～16:00"],
        ["10:00～16:00", *NEW_YEAR, "10:00～16:00", "10:00～16:00"],
        SUBSTITUTE,
    ),
    (
        GENKOKO_ROOM,
        ["10:00～19:00"] * 5 + [OFF],
        ["10:00～19:00", *NEW_YEAR, "10:00～19:00", "10:00～19:00"],
        ["10:00～19:00"],
    ),
    (
        SUICIDE_LINE_BY_NIGHT,
        [FROM_NINE] * 5 + [FROM_FOUR],
        [FROM_FOUR, *[UNSURE] * 6, FROM_FOUR, FROM_FOUR],
        [FROM_NINE],
    ),
    (
        replace(ROUND_THE_CLOCK, closes_at_year_end=None),
        ["24時間"] * 6,
        ["24時間", *[UNSURE] * 6, "24時間", "24時間"],
        ["24時間"],
    ),
    (
        CHILDLINE,
        ["16:00～21:00"] * 6,
        ["16:00～21:00", *NEW_YEAR, *["16:00～21:00"] * 2],
        ["16:00～21:00"],
    ),
    (ROUND_THE_CLOCK, *every_day_the_same("24時間")),
    (UNKNOWN, *every_day_the_same(UNSURE)),
]


def expected_days(schedule):
    """The day and its text in the table above, for all sixteen days."""
    cells = next(row[1:] for row in EXPECTED if row[0] == schedule)
    for (first_day, count), texts in zip(
        (SILVER_WEEK, YEAR_END, SUBSTITUTE_HOLIDAY), cells, strict=True
    ):
        for offset, text in zip(range(count), texts, strict=True):
            yield first_day + timedelta(days=offset), text


def expected_minutes(text):
    """Opening and closing in minutes of each span in a cell of the table."""
    if text == "24時間":
        return [(0, 1440)]
    return [tuple(map(read_time, pair)) for pair in re.findall(r"([\d:]+)～([\d:]+)", text)]


def test_every_window_of_the_city_is_in_the_table():
    """All 24 windows are judged below."""
    assert len(WINDOWS) == 24
    assert {window.schedule for window in WINDOWS} == {row[0] for row in EXPECTED}


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: window.subject)
def test_days_around_silver_week_year_end_and_substitute_holiday(window):
    """Each window's day reads as its source says."""
    for day, text in expected_days(window.schedule):
        assert coming_days(window.schedule, CALENDAR, day, 1)[0].text == text, day


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: window.subject)
def test_the_opening_minute_is_open_and_the_closing_minute_is_not(window):
    """On each of these days the state turns exactly at the minutes in the table."""
    table = dict(expected_days(window.schedule))
    for day, text in table.items():
        closed = Status.UNKNOWN if text == UNSURE else Status.CLOSED
        spans = expected_minutes(text)
        edges = {0, 1439} | {minute for span in spans for minute in span}
        for minute in {near for edge in edges for near in (edge - 1, edge)} & set(range(1440)):
            moment = datetime.combine(day, datetime.min.time(), at("2026-1-1 0:00").tzinfo)
            status = state_at(window.schedule, CALENDAR, moment + timedelta(minutes=minute)).status
            is_open = any(opens <= minute < closes for opens, closes in spans)
            assert status is (Status.OPEN if is_open else closed), (day, clock(minute))
