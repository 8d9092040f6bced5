"""When a window answers: states, midnight, precedence and each other rule of the calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from directory.hours import (
    BeyondCalendar,
    Closure,
    DatedException,
    OnHolidays,
    Schedule,
    Status,
    doubtful_shifts,
    intervals,
    reason_text,
    state_at,
)
from tests.helpers.hours_of_the_city import (
    CALENDAR,
    COVERS_FROM,
    COVERS_UNTIL,
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
    THURSDAY,
    UNKNOWN,
    YOUTH_STATION,
    at,
    rule,
)


def state(schedule, text):
    """The state at a time in Tokyo."""
    return state_at(schedule, CALENDAR, at(text))


def closed_on(day, note="", until=None):
    """A dated exception without hours."""
    return DatedException(day, until or day, note=note)


class TestStates:
    """What a state says beyond open and closed."""

    def test_the_third_thursday_with_reservation_is_never_plainly_open(self):
        """認定司法書士: the hours of 2026-12-17 are by reservation, also in their midst."""
        before = state(JUDICIAL_SCRIVENER, "2026-12-17 9:29")
        within = state(JUDICIAL_SCRIVENER, "2026-12-17 9:30")
        assert (before.status, before.next_start) == (Status.CLOSED, at("2026-12-17 9:30"))
        assert before.next_by_reservation
        assert before.next_tentative
        assert (within.status, within.until) == (Status.BY_RESERVATION, at("2026-12-17 11:30"))
        assert state(JUDICIAL_SCRIVENER, "2026-12-17 11:30").status is Status.CLOSED

    def test_hours_in_principle_are_not_certain(self):
        """原則 without reservation: no answer is promised, so the state is unknown."""
        in_principle = Schedule((rule([MONDAY], 9, 12, tentative=True),))
        within = state(in_principle, "2026-09-28 10:00")
        assert (within.status, within.tentative) == (Status.UNKNOWN, True)
        assert within.until == at("2026-09-28 12:00")
        assert state(in_principle, "2026-09-28 12:00").status is Status.CLOSED

    def test_where_a_plain_rule_overlaps_a_reserved_one_the_window_is_open(self):
        """A resident who needs no reservation is not sent away; around it the reservation holds."""
        both = Schedule(
            (rule([MONDAY], 9, 12, by_reservation=True), rule([MONDAY], 10, 11, label="職員"))
        )
        day = date(2026, 9, 28)
        found = [
            (each.start.hour, each.by_reservation) for each in intervals(both, CALENDAR, day, day)
        ]
        assert found == [(9, True), (10, False), (11, True)]
        assert state(both, "2026-09-28 10:30").until == at("2026-09-28 11:00")
        assert state(both, "2026-09-28 9:30").next_start == at("2026-09-28 10:00")

    def test_days_without_a_break_run_on_through_midnight(self):
        """#いのちSOS: from Thursday 0:00 to Friday 24:00 is one stretch."""
        assert state(INOCHI_SOS, "2026-09-24 10:00").until == at("2026-09-26 0:00")

    def test_a_window_that_never_closes_has_no_until(self):
        """24時間・年中無休 has neither an end nor a next start."""
        never_closes = state(ROUND_THE_CLOCK, "2026-12-31 23:59")
        assert never_closes.status is Status.OPEN
        assert never_closes.round_the_clock
        assert (never_closes.until, never_closes.next_start) == (None, None)

    def test_a_closure_ahead_ends_round_the_clock_two_weeks_before(self):
        """Far off it does not matter; from fourteen days on the end is given."""
        closes_once = replace(ROUND_THE_CLOCK, exceptions=(closed_on(date(2026, 10, 15)),))
        assert state(closes_once, "2026-10-01 12:00").round_the_clock
        assert state(closes_once, "2026-10-02 12:00").until == at("2026-10-15 0:00")

    def test_a_year_of_nothing_has_no_next_start(self):
        """A schedule whose rules have run out is closed, and nothing is promised."""
        ended = Schedule((rule(EVERY_DAY, 9, 17, valid_until=date(2026, 3, 31)),))
        assert state(ended, "2026-03-31 16:59").status is Status.OPEN
        assert state(ended, "2026-04-01 10:00").status is Status.CLOSED
        assert state(ended, "2026-04-01 10:00").next_start is None

    def test_unknown_hours_stay_unknown_on_holidays_too(self):
        """Without rules nothing is said of any day."""
        assert state(UNKNOWN, "2027-01-01 12:00").status is Status.UNKNOWN

    def test_an_unknown_window_is_closed_where_a_closure_is_known(self):
        """A closure announced for many windows holds for one without hours."""
        announced = Schedule(exceptions=(closed_on(date(2026, 10, 1), "庁舎の停電"),))
        that_day = state(announced, "2026-10-01 10:00")
        assert (that_day.status, that_day.reason) == (Status.CLOSED, "庁舎の停電")
        assert state(announced, "2026-10-02 0:00").status is Status.UNKNOWN

    @pytest.mark.parametrize(
        ("moment", "closure", "reason"),
        [
            ("2026-09-21 10:00", Closure.HOLIDAY, "敬老の日"),
            ("2026-12-31 10:00", Closure.YEAR_END, "年末年始"),
            ("2026-09-24 10:00", Closure.SHIFTED, "9月23日が祝日のため"),
            ("2026-09-20 10:00", None, ""),
            ("2026-09-19 18:00", None, ""),
        ],
    )
    def test_a_closed_day_says_why(self, moment, closure, reason):
        """The reason is given for the day's closure, not for an evening or a weekly closing day."""
        found = state(YOUTH_STATION, moment)
        assert (found.status, found.closure) == (Status.CLOSED, closure)
        assert reason_text(found) == reason

    def test_a_weekly_closing_day_is_not_blamed_on_a_holiday(self):
        """げんここるーむ opens on holidays but never on Thursdays; 2027-04-29 is both."""
        found = state(GENKOKO_ROOM, "2027-04-29 12:00")
        assert (found.status, found.closure) == (Status.CLOSED, None)


class TestMidnight:
    """A stretch of reception belongs to the day on which it starts."""

    night = Schedule((rule([FRIDAY], 22, 2),))

    def test_friday_night_runs_into_saturday(self):
        """22:00～翌2:00 of a Friday answers on Saturday at 1:59 and no longer at 2:00."""
        assert state(self.night, "2026-09-25 22:00").until == at("2026-09-26 2:00")
        assert state(self.night, "2026-09-26 1:59").status is Status.OPEN
        assert state(self.night, "2026-09-26 2:00").status is Status.CLOSED
        assert state(self.night, "2026-09-25 1:00").status is Status.CLOSED

    def test_a_closed_saturday_does_not_cut_friday_night(self):
        """A closure begins with what starts on its day."""
        closed = replace(self.night, exceptions=(closed_on(date(2026, 9, 26)),))
        assert state(closed, "2026-09-26 1:59").status is Status.OPEN

    def test_a_closed_friday_takes_its_night_away(self):
        """Neither evening nor the hours past midnight remain."""
        closed = replace(self.night, exceptions=(closed_on(date(2026, 9, 25)),))
        assert state(closed, "2026-09-26 1:00").status is Status.CLOSED

    def test_intervals_are_cut_at_the_ends_of_the_days_asked_for(self):
        """Saturday alone shows the two hours that Friday left to it."""
        day = date(2026, 9, 26)
        (rest,) = intervals(self.night, CALENDAR, day, day)
        assert (rest.start, rest.end) == (at("2026-09-26 0:00"), at("2026-09-26 2:00"))

    def test_closing_when_it_opens_is_a_whole_day(self):
        """9:00～9:00 is 24 hours, so every day makes one stretch without end."""
        turning = Schedule(
            (rule(EVERY_DAY, 9, 9),), opens_on_holidays=True, closes_at_year_end=False
        )
        assert len(intervals(turning, CALENDAR, date(2026, 9, 1), date(2026, 9, 30))) == 1


class TestPrecedence:
    """Dated exception, year end, moved closing, holiday, weekday: the first decides."""

    def test_an_exception_opens_a_day_at_year_end(self):
        """Hours given for one date hold whatever else that date is."""
        special = DatedException(date(2026, 12, 31), date(2026, 12, 31), ((600, 720),))
        schedule = replace(OFFICE, exceptions=(special,))
        assert state(schedule, "2026-12-31 10:00").until == at("2026-12-31 12:00")
        assert state(schedule, "2026-12-31 12:00").status is Status.CLOSED

    def test_an_exception_replaces_all_hours_of_the_day(self):
        """Other hours do not add to the usual ones."""
        special = DatedException(date(2026, 9, 25), date(2026, 9, 25), ((600, 720),), "停電")
        schedule = replace(OFFICE, exceptions=(special,))
        assert state(schedule, "2026-09-25 9:00").status is Status.CLOSED
        assert state(schedule, "2026-09-25 10:00").status is Status.OPEN

    def test_the_shorter_of_two_exceptions_wins(self):
        """One open day within a closed week was meant more precisely than the week."""
        week = closed_on(date(2026, 9, 28), until=date(2026, 10, 2))
        day = DatedException(date(2026, 9, 30), date(2026, 9, 30), ((600, 720),))
        for exceptions in [(week, day), (day, week)]:
            schedule = replace(OFFICE, exceptions=exceptions)
            assert state(schedule, "2026-09-30 10:00").status is Status.OPEN
            assert state(schedule, "2026-09-29 10:00").status is Status.CLOSED

    def test_an_exception_of_a_reserved_window_asks_for_a_reservation_too(self):
        """Moving the consultation to another day does not make it a walk-in."""
        moved = DatedException(date(2026, 12, 24), date(2026, 12, 24), ((570, 690),))
        schedule = replace(JUDICIAL_SCRIVENER, exceptions=(moved,))
        assert state(schedule, "2026-12-24 10:00").status is Status.BY_RESERVATION

    def test_year_end_closes_even_holiday_hours(self):
        """元日 lies within 年末年始."""
        schedule = replace(SUICIDE_LINE_BY_NIGHT, closes_at_year_end=True)
        assert state(schedule, "2027-01-01 12:00").closure is Closure.YEAR_END

    def test_a_city_can_have_another_year_end(self):
        """The turn of the year is the calendar's, here 12/30 to 1/4."""
        calendar = replace(CALENDAR, year_end_from=(12, 30), year_end_until=(1, 4))
        assert state_at(OFFICE, calendar, at("2026-12-29 10:00")).status is Status.OPEN
        assert state_at(OFFICE, calendar, at("2027-01-04 10:00")).status is Status.CLOSED

    def test_a_rule_can_hold_also_on_holidays(self):
        """Saturdays also on holidays: 2028-04-29 (昭和の日) is a Saturday."""
        also = OnHolidays.ALSO
        saturdays = Schedule(
            (rule(MONDAY_TO_FRIDAY, 9, 17), rule([SATURDAY], 9, 12, on_holidays=also))
        )
        assert state(saturdays, "2028-04-29 10:00").status is Status.OPEN
        assert state(saturdays, "2028-05-03 10:00").status is Status.CLOSED

    def test_holiday_hours_push_weekday_hours_aside(self):
        """Whatever the clerk ticked for the window, a holiday has the hours given for holidays."""
        for opens_on_holidays in (True, False):
            schedule = Schedule(
                (
                    rule(MONDAY_TO_FRIDAY, 8, 20),
                    rule([], 10, 12, on_holidays=OnHolidays.ONLY),
                ),
                opens_on_holidays=opens_on_holidays,
            )
            assert state(schedule, "2026-09-21 9:00").status is Status.CLOSED
            assert state(schedule, "2026-09-21 10:00").until == at("2026-09-21 12:00")

    @pytest.mark.parametrize(
        ("nth_week", "day"), [(1, 1), (2, 8), (3, 15), (4, 22), (5, 29), (-1, 29)]
    )
    def test_weeks_are_counted_by_the_weekday(self, nth_week, day):
        """Of October 2026, which begins on a Thursday, the nth Thursday and no other."""
        schedule = Schedule((rule([THURSDAY], 9, 12, nth_weeks=frozenset({nth_week})),))
        found = intervals(schedule, CALENDAR, date(2026, 10, 1), date(2026, 10, 31))
        assert [each.start.day for each in found] == [day]

    def test_both_ends_of_the_validity_belong_to_it(self):
        """From the first to the last day, both included."""
        term = {"valid_from": date(2026, 10, 5), "valid_until": date(2026, 10, 7)}
        schedule = Schedule((rule(EVERY_DAY, 9, 12, **term),))
        found = intervals(schedule, CALENDAR, date(2026, 10, 1), date(2026, 10, 31))
        assert [each.start.day for each in found] == [5, 6, 7]


class TestMovedClosing:
    """「水曜日が祝日の場合は翌平日も休み」"""

    tuesdays_off = Schedule(
        (rule({0, 2, 3, 4, 5}, 9, 18),), shifted_closing_days=frozenset({1}), opens_on_holidays=True
    )
    fridays_off = Schedule(
        (rule({0, 1, 2, 3, 5}, 9, 18),), shifted_closing_days=frozenset({FRIDAY})
    )

    def test_the_next_weekday_skips_further_holidays(self):
        """Tuesday 2026-09-22 moves past 秋分の日 to Thursday, also where holidays are open."""
        assert state(self.tuesdays_off, "2026-09-23 10:00").status is Status.OPEN
        assert state(self.tuesdays_off, "2026-09-24 10:00").closure is Closure.SHIFTED

    def test_an_open_saturday_between_is_put_before_staff(self):
        """Friday 2026-03-20 (春分の日) closes Monday, though Saturday would be open."""
        doubt = (date(2026, 3, 20), date(2026, 3, 23))
        found = doubtful_shifts(self.fridays_off, CALENDAR, date(2026, 3, 1), date(2026, 3, 31))
        assert found == [doubt]
        assert state(self.fridays_off, "2026-03-23 10:00").closure is Closure.SHIFTED

    def test_a_decision_ends_the_doubt(self):
        """An exception on the day, whatever it says, is staff's answer."""
        decided = replace(self.fridays_off, exceptions=(closed_on(date(2026, 3, 23)),))
        assert doubtful_shifts(decided, CALENDAR, date(2026, 3, 1), date(2026, 3, 31)) == []

    def test_without_an_open_weekend_between_there_is_no_doubt(self):
        """The youth station's Wednesday holidays move to Thursdays."""
        found = doubtful_shifts(YOUTH_STATION, CALENDAR, date(2026, 1, 9), date(2027, 12, 31))
        assert found == []


class TestMoments:
    """What a moment must be, and how long its answer holds."""

    def test_a_naive_moment_is_a_fault(self):
        """A time without a zone could be any of forty instants."""
        with pytest.raises(ValueError, match="time zone"):
            state_at(OFFICE, CALENDAR, datetime(2026, 9, 25, 10))

    def test_a_moment_elsewhere_is_the_same_moment_here(self):
        """23:30 UTC on Thursday is 8:30 on Friday in Ise."""
        moment = datetime(2026, 9, 24, 23, 30, tzinfo=UTC)
        assert state_at(OFFICE, CALENDAR, moment) == state(OFFICE, "2026-09-25 8:30")

    @pytest.mark.parametrize("schedule", [OFFICE, ROUND_THE_CLOCK, UNKNOWN])
    @pytest.mark.parametrize("day", [COVERS_FROM - timedelta(1), COVERS_UNTIL + timedelta(1)])
    def test_nothing_is_guessed_where_holidays_are_not_known(self, schedule, day):
        """Outside of the calendar there is no answer, not even closed."""
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        with pytest.raises(BeyondCalendar, match="holidays are known"):
            state_at(schedule, CALENDAR, moment)
        with pytest.raises(BeyondCalendar, match="holidays are known"):
            intervals(schedule, CALENDAR, day, day)

    def test_where_the_holidays_end_the_closing_is_not_known(self):
        """24 hours on weekdays: the last day known ends at 24:00, what follows is unknown."""
        weekdays = Schedule((rule(MONDAY_TO_FRIDAY, 0, 24),), closes_at_year_end=False)
        calendar = replace(CALENDAR, covers_until=date(2026, 10, 1))
        found = state_at(weekdays, calendar, at("2026-09-30 10:00"))
        assert (found.status, found.until, found.round_the_clock) == (Status.OPEN, None, False)

    @pytest.mark.parametrize(
        ("moment", "change"),
        [
            ("2026-09-25 0:00", "2026-09-25 8:30"),
            ("2026-09-25 8:30", "2026-09-25 16:45"),
            ("2026-09-25 16:45", "2026-09-25 17:15"),
            ("2026-09-25 17:15", "2026-09-26 0:00"),
            ("2026-09-26 12:00", "2026-09-27 0:00"),
        ],
    )
    def test_an_answer_holds_until_the_next_edge(self, moment, change):
        """Opening, half an hour before closing, closing, and midnight, when 明日 becomes 今日."""
        assert state(OFFICE, moment).changes_at == at(change)
