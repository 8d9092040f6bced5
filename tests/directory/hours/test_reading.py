"""Hours in the booklet's words, or a clerk's, become the rules that print the same again."""

from dataclasses import replace

import pytest
from hypothesis import assume, given

from directory.hours import (
    Rule,
    Unreadable,
    fingerprint,
    in_rows,
    printed,
    problems,
    read,
)
from tests.directory.hours.test_properties import many, schedules
from tests.helpers.hours_of_the_city import WINDOWS

EVERY_DAY, WEEK = frozenset(range(7)), frozenset(range(5))
NINE_TO_FIVE = [(WEEK, 540, 1020)]


def times(reading):
    """Days and times of each rule, in order."""
    return [(rule.weekdays, rule.opens, rule.closes) for rule in reading.rules]


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: window.subject)
def test_the_city_s_hours_are_read_as_they_are_printed(window):
    """All 24 printed texts give the rules from which they were printed.

    The booklet leaves two things out: that all rows want a reservation, and a year end unknown.
    """
    text = printed(window.schedule)
    again = read(text).schedule
    assert printed(again) == text
    rules = tuple(replace(rule, by_reservation=False) for rule in window.schedule.rules)
    like = replace(again, closes_at_year_end=window.schedule.closes_at_year_end, exceptions=())
    if rules and not any(rule.on_holidays == "only" for rule in rules):
        wanted = replace(window.schedule, rules=rules, exceptions=())
        assert fingerprint(like) == fingerprint(wanted)


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: window.subject)
def test_the_booklet_s_own_spelling_is_read_too(window):
    """Letter by letter as the city printed it, 12月29日～1月3日 among it."""
    assert printed(read(window.booklet).schedule) == printed(window.schedule)


@many
@given(schedules)
def test_hours_written_out_in_rows_lose_nothing(schedule):
    """Every schedule that can be saved comes back with the same fingerprint."""
    sound: list[Rule] = []
    for rule in schedule.rules:
        sound += [] if problems([*sound, rule]) else [rule]
    assume(sound)
    schedule = replace(schedule, rules=tuple(sound), exceptions=())
    assert fingerprint(read(in_rows(schedule)).schedule) == fingerprint(schedule)


@many
@given(schedules)
def test_printed_hours_print_the_same_once_they_were_read(schedule):
    """Whatever the booklet says of rules is what it says of the rules read from it.

    But for 祝日も受付 after the last days, which may be meant of these or of all.
    """
    assume(not problems(schedule.rules))
    assume(all(rule.on_holidays != "also" for rule in schedule.rules))
    text = printed(schedule)
    assert printed(read(text).schedule) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("月～金 9:00～17:00", NINE_TO_FIVE),
        ("月～金　９：００～１７：００", NINE_TO_FIVE),
        ("平日 9時～17時", NINE_TO_FIVE),
        ("月曜から金曜まで 9時から17時まで", NINE_TO_FIVE),
        ("月-金 9:00-17:00", NINE_TO_FIVE),
        ("月火水木金 午前9時～午後5時", NINE_TO_FIVE),
        ("毎週月・火・水・木・金曜日：9時00分～17時00分", NINE_TO_FIVE),
        ("平日 9時～17時（土日祝休み）", NINE_TO_FIVE),
        ("平日 9:00～17:00 土日祝は休み", NINE_TO_FIVE),
        ("平日 9:00～17:00（土・日・祝日・年末年始を除く）", NINE_TO_FIVE),
        ("9:00-12:00,13:00-16:00 平日", [(WEEK, 540, 720), (WEEK, 780, 960)]),
        ("平日 9:00-12:00,13:00-16:00", [(WEEK, 540, 720), (WEEK, 780, 960)]),
        ("平日 8時半～12時", [(WEEK, 510, 720)]),
        ("第2・第4水曜日 13:00～16:00", [({2}, 780, 960)]),
        ("毎月第3木曜 9:30～11:30", [({3}, 570, 690)]),
        ("24時間", [(EVERY_DAY, 0, 1440)]),
        ("24時間・年中無休", [(EVERY_DAY, 0, 1440)]),
        ("毎日 10:00～19:00（水曜日は休み）", [(EVERY_DAY - {2}, 600, 1140)]),
        ("定休日：水曜日 毎日 10:00～19:00", [(EVERY_DAY - {2}, 600, 1140)]),
        ("金 22:00～翌6:00", [({4}, 1320, 360)]),
        ("月～金 9:00～17:00\n土 9:00～12:00", [*NINE_TO_FIVE, ({5}, 540, 720)]),
        ("月～金 9:00～17:00 土 9:00～12:00", [*NINE_TO_FIVE, ({5}, 540, 720)]),
        ("", []),
    ],
)
def test_what_clerks_usually_write_is_read(text, expected):
    """Full width, dashes, 平日, 午後, closing days: the same rules."""
    assert times(read(text)) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("平日 9時～17時（土日祝休み）", {"opens_on_holidays": False}),
        ("月～土 9時～17時（祝日も受付）", {"opens_on_holidays": True}),
        ("月～土 9時～17時 年末年始は休み", {"closes_at_year_end": True}),
        ("24時間・年中無休", {"opens_on_holidays": True, "closes_at_year_end": False}),
        (
            "月～土 9時～17時 ※水曜日が祝日の場合は翌平日も休み",
            {"shifted_closing_days": frozenset({2})},
        ),
    ],
)
def test_what_a_text_says_of_holidays_is_kept_apart(text, said):
    """What it does not speak of is not claimed."""
    assert read(text).said == said


def test_marks_belong_to_their_row():
    """原則, 要予約, a label and a period stand with the days beside which they are written."""
    reading = read(
        "月～金 9:00～17:00、※認定司法書士による 原則、第3木曜日 9:30～11:30"
        "（令和8年4月1日～2027年3月31日、要予約）"
    )
    plain, marked = reading.rules
    assert (plain.label, plain.by_reservation, plain.tentative) == ("", False, False)
    assert (marked.label, marked.by_reservation, marked.tentative) == (
        "認定司法書士による",
        True,
        True,
    )
    assert (str(marked.valid_from), str(marked.valid_until)) == ("2026-04-01", "2027-03-31")


@pytest.mark.parametrize(
    "text",
    [
        "9:00～17:00",
        "随時",
        "窓口へ確認",
        "平日 9:00～17:00（昼休みを除く）",
        "平日 日中",
        "水曜日は休み",
        "月～水 9:00～17:00（水曜日は休み）",
        "平日 17:00～9:00",
        "平日 25:00～26:00",
        "平日 9:00～17:00（祝日は休み、祝日も受付）",
        "月～金 9:00～17:00\n土 9:00～12:00\n（要予約）",
        "月曜日 9:00～12:00（令和8年2月30日から）",
        "平日 9:00～17:00\x00",
        "平日" * 2000,
        "（" * 900,
        "※" * 900,
        "月、" * 900,
    ],
)
def test_what_is_not_certain_is_refused(text):
    """Nothing is guessed, and the sentence says what could not be read."""
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert str(refused.value).endswith("。")
