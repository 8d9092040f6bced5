"""Hours in the vocabularies of others: schema.org, HSDS 3.1 and OpenStreetMap."""

from dataclasses import replace
from datetime import date

import pytest

from directory.hours import DatedException, OnHolidays, Schedule, hsds, osm, schema_org
from tests.helpers.hours_of_the_city import (
    CALENDAR,
    CONSUMER_CENTRE,
    EVERY_DAY,
    FRIDAY,
    GENKOKO_ROOM,
    JUDICIAL_SCRIVENER,
    MONDAY,
    MONDAY_TO_FRIDAY,
    OFFICE,
    ROUND_THE_CLOCK,
    SATURDAY,
    SUICIDE_LINE_BY_NIGHT,
    THURSDAY,
    UNKNOWN,
    YOUTH_STATION,
    rule,
)

SEPTEMBER = (date(2026, 9, 19), date(2026, 9, 24))
WORKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


def opening(opens, closes, **when):
    """An OpeningHoursSpecification."""
    return {"@type": "OpeningHoursSpecification", "opens": opens, "closes": closes} | when


def on(day):
    """The validity of hours that hold on one date."""
    return {"validFrom": day, "validThrough": day}


class TestSchemaOrg:
    """OpeningHoursSpecification: the usual week, and dated specials."""

    def test_holidays_are_dated_specials_that_are_closed(self):
        """Closed all day is written as opening and closing at 0:00."""
        assert schema_org(OFFICE, CALENDAR, *SEPTEMBER) == [
            opening("08:30", "17:15", dayOfWeek=WORKDAYS),
            opening("00:00", "00:00", **on("2026-09-21")),
            opening("00:00", "00:00", **on("2026-09-22")),
            opening("00:00", "00:00", **on("2026-09-23")),
        ]

    def test_a_lunch_break_makes_two_openings(self):
        """9:00～12:00、13:00～16:00"""
        assert schema_org(CONSUMER_CENTRE, CALENDAR, date(2026, 9, 24), date(2026, 9, 25)) == [
            opening("09:00", "12:00", dayOfWeek=WORKDAYS),
            opening("13:00", "16:00", dayOfWeek=WORKDAYS),
        ]

    def test_holiday_hours_are_dated_and_a_day_ends_at_midnight(self):
        """A Monday with the hours of a holiday; 24:00 is the next day's 0:00."""
        found = schema_org(SUICIDE_LINE_BY_NIGHT, CALENDAR, *SEPTEMBER)
        assert opening("16:00", "00:00", dayOfWeek=WORKDAYS) in found
        assert opening("09:00", "00:00", **on("2026-09-21")) in found

    def test_round_the_clock_ends_a_minute_early(self):
        """0:00 to 23:59 is how search engines want a whole day."""
        (always,) = schema_org(ROUND_THE_CLOCK, CALENDAR, *SEPTEMBER)
        assert (always["opens"], always["closes"], len(always["dayOfWeek"])) == (
            "00:00",
            "23:59",
            7,
        )

    def test_nth_weeks_and_exceptions_are_dated(self):
        """The third Thursday of October 2026 and a day with other hours."""
        other_hours = DatedException(date(2026, 10, 16), date(2026, 10, 16), ((600, 720),))
        schedule = Schedule((rule([THURSDAY], 9, 12, nth_weeks=frozenset({3})),), (other_hours,))
        assert schema_org(schedule, CALENDAR, date(2026, 10, 1), date(2026, 10, 31)) == [
            opening("09:00", "12:00", **on("2026-10-15")),
            opening("10:00", "12:00", **on("2026-10-16")),
        ]

    @pytest.mark.parametrize("schedule", [JUDICIAL_SCRIVENER, UNKNOWN])
    def test_what_is_not_certain_is_not_said(self, schedule):
        """The vocabulary has no word for a reservation, and unknown is not closed."""
        assert schema_org(schedule, CALENDAR, date(2026, 12, 1), date(2026, 12, 31)) == []


class TestHsds:
    """HSDS 3.1 `schedule` objects."""

    def test_a_weekly_rule(self):
        """Weekdays as in RFC 5545, times with Japan's offset, and the hours in words."""
        ((entry, said),) = hsds(OFFICE)
        assert said == OFFICE.rules[0]
        assert entry == {
            "freq": "WEEKLY",
            "byday": "MO,TU,WE,TH,FR",
            "opens_at": "08:30+09:00",
            "closes_at": "17:15+09:00",
            "timezone": 9,
            "description": "月曜日～金曜日 8:30～17:15。祝日・年末年始は休みです",
        }

    def test_an_nth_week_is_monthly(self):
        """第3木曜日 is 3TH, and the words say that a reservation is needed."""
        ((entry, _rule),) = hsds(JUDICIAL_SCRIVENER)
        assert (entry["freq"], entry["byday"]) == ("MONTHLY", "3TH")
        assert entry["description"].endswith("要予約")

    def test_last_weeks_and_validity(self):
        """最終金曜日 is -1FR; both ends of the validity are dates."""
        term = {"valid_from": date(2026, 4, 1), "valid_until": date(2027, 3, 31)}
        schedule = Schedule((rule([FRIDAY], 22, 2, nth_weeks=frozenset({1, -1}), **term),))
        ((entry, _rule),) = hsds(schedule)
        assert entry["byday"] == "-1FR,1FR"
        assert (entry["opens_at"], entry["closes_at"]) == ("22:00+09:00", "02:00+09:00")
        assert (entry["valid_from"], entry["valid_to"]) == ("2026-04-01", "2027-03-31")

    def test_holiday_hours_are_in_the_words_alone(self):
        """An RRULE cannot say 祝日, and an object without one would read as every day."""
        entries = [entry for entry, _rule in hsds(SUICIDE_LINE_BY_NIGHT)]
        assert [entry["byday"] for entry in entries] == ["MO,TU,WE,TH,FR", "SA,SU"]
        assert all("祝日は 9:00～24:00 に受け付けます" in entry["description"] for entry in entries)

    def test_exceptions_are_notes(self):
        """Closed days and other hours, with their reason."""
        schedule = replace(
            OFFICE,
            exceptions=(
                DatedException(date(2026, 8, 13), date(2026, 8, 14), note="設備点検"),
                DatedException(date(2026, 12, 30), date(2026, 12, 30), ((540, 720),)),
            ),
        )
        ((entry, _rule),) = hsds(schedule)
        assert entry["notes"] == "2026-08-13～2026-08-14 休み（設備点検）、2026-12-30 9:00～12:00"

    def test_unknown_hours_have_no_schedule(self):
        """Nothing is better than an empty promise."""
        assert hsds(UNKNOWN) == []


@pytest.mark.parametrize(
    ("value", "schedule"),
    [
        ("Mo-Fr 08:30-17:15; PH off; Dec 29-Jan 03 off", OFFICE),
        ("Mo-Fr 09:00-12:00,13:00-16:00; PH off; Dec 29-Jan 03 off", CONSUMER_CENTRE),
        ("Mo-We,Fr-Su 10:00-19:00; Dec 29-Jan 03 off", GENKOKO_ROOM),
        (
            "Mo-Fr 16:00-24:00, Sa,Su 09:00-24:00; PH 09:00-24:00; Dec 29-Jan 03 unknown",
            SUICIDE_LINE_BY_NIGHT,
        ),
        ("Mo-Su 00:00-24:00", ROUND_THE_CLOCK),
        (
            "Mo,Tu,Th-Sa 09:00-18:00; PH off; 2026 Sep 24 off; Dec 29-Jan 03 off",
            YOUTH_STATION,
        ),
        (
            'Th[3] 09:30-11:30 unknown "認定司法書士による 原則 要予約"; PH off; Dec 29-Jan 03 off',
            JUDICIAL_SCRIVENER,
        ),
        ("", UNKNOWN),
        (
            "Mo-Fr 09:00-17:00; PH off, Sa 09:00-12:00; Dec 29-Jan 03 off",
            Schedule(
                (
                    rule(MONDAY_TO_FRIDAY, 9, 17),
                    rule([SATURDAY], 9, 12, on_holidays=OnHolidays.ALSO),
                )
            ),
        ),
        (
            "Sa 08:00-32:00; PH off; Dec 29-Jan 03 off",
            Schedule((rule([SATURDAY], 8, 8),)),
        ),
        (
            "2026 Apr 01+ Mo 09:00-12:00, 2000 Jan 01-2026 Mar 31 Mo 13:00-16:00",
            Schedule(
                (
                    rule([MONDAY], 9, 12, valid_from=date(2026, 4, 1)),
                    rule([MONDAY], 13, 16, valid_until=date(2026, 3, 31)),
                ),
                opens_on_holidays=True,
                closes_at_year_end=False,
            ),
        ),
        (
            'Mo-Su 09:00-12:00; 2026 Sep 01-2026 Sep 20 off "研修”A”"; 2026 Sep 19 10:00-11:00',
            Schedule(
                (rule(EVERY_DAY, 9, 12),),
                (
                    DatedException(date(2026, 9, 19), date(2026, 9, 19), ((600, 660),)),
                    DatedException(date(2026, 9, 1), date(2026, 9, 20), note='研修"A"'),
                    DatedException(date(2026, 10, 1), date(2026, 10, 1)),
                ),
                opens_on_holidays=True,
                closes_at_year_end=False,
            ),
        ),
    ],
)
def test_osm_values(value, schedule):
    """Rules, then in rising precedence holidays, moved closings, year end and exceptions."""
    assert osm(schedule, CALENDAR, *SEPTEMBER) == value
