"""What residents read: hours as the booklet prints them, states, and the coming days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from directory.hours import (
    ComingDay,
    DatedException,
    OnHolidays,
    Schedule,
    coming_days,
    holiday_sentence,
    printed,
    state_at,
    state_text,
)
from tests.helpers.hours_of_the_city import (
    CALENDAR,
    CHILDLINE,
    CONSUMER_CENTRE,
    EVERY_DAY,
    FRIDAY,
    GENKOKO_ROOM,
    INOCHI_SOS,
    JUDICIAL_SCRIVENER,
    MONDAY,
    MONDAY_TO_FRIDAY,
    OFFICE,
    ROUND_THE_CLOCK,
    SATURDAY,
    SUICIDE_LINE_BY_NIGHT,
    SUNDAY,
    THURSDAY,
    TUESDAY,
    UNKNOWN,
    WEDNESDAY,
    WINDOWS,
    at,
    rule,
)

# The booklet writes one fact in two ways (年末年始 and 12月29日～1月3日); we write it in one.
PRINTED_OTHERWISE = {
    "毎日 16:00～21:00（12月29日～1月3日は休み）": "毎日 16:00～21:00（年末年始は休み）",
}
ONLY, ALSO = OnHolidays.ONLY, OnHolidays.ALSO


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: window.subject)
def test_hours_print_as_in_the_booklet(window):
    """Letter by letter, for all of the city's windows but the one listed above."""
    assert printed(window.schedule) == PRINTED_OTHERWISE.get(window.booklet, window.booklet)


@pytest.mark.parametrize(
    ("text", "rules", "policy"),
    [
        ("木曜日 9:00～12:00", [rule([THURSDAY], 9, 12)], {}),
        ("土・日曜日 9:00～12:00", [rule([SATURDAY, SUNDAY], 9, 12)], {}),
        ("月曜日～土曜日 9:00～12:00", [rule(range(6), 9, 12)], {}),
        (
            "第1・最終金曜日 9:00～12:00",
            [rule([FRIDAY], 9, 12, nth_weeks=frozenset({-1, 1}))],
            {},
        ),
        ("金曜日 22:00～翌2:00", [rule([FRIDAY], 22, 2)], {}),
        # One row a weekday makes no difference to the reader.
        ("月・火曜日 9:00～12:00", [rule([TUESDAY], 9, 12), rule([MONDAY], 9, 12)], {}),
        (
            "月曜日～金曜日 9:00～17:00、土曜日 9:00～12:00",
            [rule([SATURDAY], 9, 12), rule(MONDAY_TO_FRIDAY, 9, 17)],
            {},
        ),
        (
            "月曜日～金曜日 9:00～17:00（祝日も受付、年末年始も受付）",
            [rule(MONDAY_TO_FRIDAY, 9, 17)],
            {"opens_on_holidays": True, "closes_at_year_end": False},
        ),
        ("毎日 9:00～17:00（祝日と年末年始は休み）", [rule(EVERY_DAY, 9, 17)], {}),
        (
            "毎日 9:00～17:00（水曜日、祝日と年末年始は休み）",
            [rule(set(EVERY_DAY) - {WEDNESDAY}, 9, 17)],
            {},
        ),
        ("毎日 24時間（年末年始は休み）", [rule(EVERY_DAY, 0, 24)], {"opens_on_holidays": True}),
        (
            "月曜日～金曜日 9:00～17:00、土曜日 9:00～12:00（祝日も受付）",
            [rule(MONDAY_TO_FRIDAY, 9, 17), rule([SATURDAY], 9, 12, on_holidays=ALSO)],
            {},
        ),
        (
            "平日 9:00～17:00、祝日 9:00～12:00",
            [rule(MONDAY_TO_FRIDAY, 9, 17), rule([], 9, 12, on_holidays=ONLY)],
            {},
        ),
        (
            "月曜日～金曜日 9:00～17:00 ※認定司法書士による 第3木曜日 9:30～11:30（要予約）",
            [
                rule(
                    [THURSDAY],
                    9.5,
                    11.5,
                    nth_weeks=frozenset({3}),
                    by_reservation=True,
                    label="認定司法書士による",
                ),
                rule(MONDAY_TO_FRIDAY, 9, 17),
            ],
            {},
        ),
        (
            "月曜日 9:00～12:00（2026年4月1日～2026年9月30日）",
            [rule([MONDAY], 9, 12, valid_from=date(2026, 4, 1), valid_until=date(2026, 9, 30))],
            {},
        ),
        (
            "月曜日 9:00～12:00（2026年4月1日から）",
            [rule([MONDAY], 9, 12, valid_from=date(2026, 4, 1))],
            {},
        ),
        (
            "月曜日 9:00～12:00（2026年3月31日まで）",
            [rule([MONDAY], 9, 12, valid_until=date(2026, 3, 31))],
            {},
        ),
    ],
)
def test_general_rules_of_printing(text, rules, policy):
    """Three days in a row become ～, six around a gap 毎日, and only departures are remarked."""
    assert printed(Schedule(tuple(rules), **policy)) == text


@pytest.mark.parametrize(
    ("schedule", "sentence"),
    [
        (OFFICE, "祝日・年末年始は休みです"),
        (GENKOKO_ROOM, "祝日も受け付けます。年末年始は休みです"),
        (INOCHI_SOS, "祝日も受け付けます。年末年始は窓口へご確認ください"),
        (
            SUICIDE_LINE_BY_NIGHT,
            "祝日は 9:00～24:00 に受け付けます。年末年始は窓口へご確認ください",
        ),
        (
            replace(OFFICE, closes_at_year_end=False),
            "祝日は休みです。年末年始も祝日のほかは受け付けます",
        ),
        (
            Schedule((rule([SATURDAY], 9, 12, on_holidays=ALSO),)),
            "祝日は一部の曜日だけ受け付けます。年末年始は休みです",
        ),
        (ROUND_THE_CLOCK, ""),
        (UNKNOWN, ""),
    ],
)
def test_one_sentence_says_what_holds_on_holidays(schedule, sentence):
    """Nothing is said where the hours already say all, or nothing is known."""
    assert holiday_sentence(schedule) == sentence


IN_PRINCIPLE = Schedule((rule([MONDAY], 9, 12, tentative=True),))
FRIDAY_NIGHT = Schedule((rule([FRIDAY], 22, 2),))
TWO_DAYS = Schedule((rule([THURSDAY], 0, 24), rule([FRIDAY], 0, 17)))
ONE_DAY_IN_A_YEAR = Schedule((rule([MONDAY], 9, 12, valid_from=date(2027, 8, 2)),))
TRAINING = DatedException(date(2026, 9, 25), date(2026, 9, 25), note="職員研修")
SILENT = replace(TRAINING, note="")


@pytest.mark.parametrize(
    ("text", "schedule", "moment"),
    [
        ("受付中（17:15まで）", OFFICE, "2026-09-25 8:30"),
        ("受付中（17:15まで）", OFFICE, "2026-09-25 16:44"),
        ("まもなく終了（17:15まで）", OFFICE, "2026-09-25 16:45"),
        ("次の受付：9月28日（月）8:30", OFFICE, "2026-09-25 17:15"),
        ("次の受付：明日 8:30", OFFICE, "2026-09-27 23:59"),
        ("次の受付：今日 8:30", OFFICE, "2026-09-28 0:00"),
        ("次の受付：今日 13:00", CONSUMER_CENTRE, "2026-09-25 12:00"),
        ("休み（年末年始）。次の受付：1月4日（月）8:30", OFFICE, "2026-12-29 10:00"),
        ("休み（国民の休日）。次の受付：9月24日（木）8:30", OFFICE, "2026-09-22 10:00"),
        ("次の受付：2027年8月2日（月）9:00", ONE_DAY_IN_A_YEAR, "2026-09-25 10:00"),
        ("次の受付：8月2日（月）9:00", ONE_DAY_IN_A_YEAR, "2026-10-25 10:00"),
        ("24時間受付", ROUND_THE_CLOCK, "2026-09-25 10:00"),
        ("受付中（24:00まで）", SUICIDE_LINE_BY_NIGHT, "2026-09-25 20:00"),
        ("受付中（翌2:00まで）", FRIDAY_NIGHT, "2026-09-25 22:00"),
        ("受付中（2:00まで）", FRIDAY_NIGHT, "2026-09-26 0:00"),
        ("まもなく終了（2:00まで）", FRIDAY_NIGHT, "2026-09-26 1:30"),
        ("受付中（明日 24:00まで）", INOCHI_SOS, "2026-09-24 10:00"),
        ("受付中（明日 17:00まで）", TWO_DAYS, "2026-09-24 10:00"),
        ("予約制（次回 12月17日（木）9:30）", JUDICIAL_SCRIVENER, "2026-12-01 10:00"),
        ("予約制（次回 明日 9:30）", JUDICIAL_SCRIVENER, "2026-12-16 10:00"),
        ("予約制（受付時間内・11:30まで）", JUDICIAL_SCRIVENER, "2026-12-17 9:30"),
        ("原則の受付時間内（12:00まで・お電話でご確認ください）", IN_PRINCIPLE, "2026-09-28 9:00"),
        ("次の受付：9月28日（月）9:00（原則）", IN_PRINCIPLE, "2026-09-25 10:00"),
        ("受付日時は窓口へ確認", UNKNOWN, "2026-09-25 10:00"),
        (
            "臨時休業（職員研修）。次の受付：9月28日（月）8:30",
            replace(OFFICE, exceptions=(TRAINING,)),
            "2026-09-25 10:00",
        ),
        (
            "臨時休業。次の受付：9月28日（月）8:30",
            replace(OFFICE, exceptions=(SILENT,)),
            "2026-09-25 10:00",
        ),
        ("臨時休業（職員研修）", Schedule(exceptions=(TRAINING,)), "2026-09-25 10:00"),
        (
            "受付時間外",
            Schedule((rule(EVERY_DAY, 9, 12, valid_until=date(2026, 3, 31)),)),
            "2026-09-25 10:00",
        ),
    ],
)
def test_a_state_reads_as_residents_say_it(text, schedule, moment):
    """Until when, or when next, in the words that a resident would use that day."""
    assert state_text(state_at(schedule, CALENDAR, at(moment)), at(moment)) == text


def test_where_the_holidays_end_open_is_said_without_an_end():
    """The window is open; till when is unknown yet."""
    weekdays = Schedule((rule(MONDAY_TO_FRIDAY, 0, 24),), closes_at_year_end=False)
    calendar = replace(CALENDAR, covers_until=date(2026, 10, 1))
    moment = at("2026-09-30 10:00")
    assert state_text(state_at(weekdays, calendar, moment), moment) == "受付中"


def test_a_table_of_the_coming_days():
    """Times, closed days with their reason, and beside the times what is special about a day."""
    shorter = DatedException(date(2026, 9, 25), date(2026, 9, 25), ((540, 720),), "午後は研修")
    schedule = replace(CHILDLINE, exceptions=(shorter, closed := replace(TRAINING, **TOMORROW)))
    assert closed.first_day == date(2026, 9, 26)
    assert coming_days(schedule, CALENDAR, date(2026, 9, 23), 4) == [
        ComingDay(date(2026, 9, 23), "16:00～21:00", True, "秋分の日"),
        ComingDay(date(2026, 9, 24), "16:00～21:00", True, ""),
        ComingDay(date(2026, 9, 25), "9:00～12:00", True, "午後は研修"),
        ComingDay(date(2026, 9, 26), "臨時休業（職員研修）", False, ""),
    ]


TOMORROW = {
    "first_day": TRAINING.first_day + timedelta(1),
    "last_day": TRAINING.last_day + timedelta(1),
}


def test_the_table_shows_who_answers_and_on_what_terms():
    """原則 and 要予約 stand beside the time."""
    (day,) = coming_days(JUDICIAL_SCRIVENER, CALENDAR, date(2026, 12, 17), 1)
    assert (day.text, day.is_open) == ("認定司法書士による 9:30～11:30（原則・要予約）", True)
