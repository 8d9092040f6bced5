"""A second opinion on every minute of two years: opening-hours-py reads the OSM values we write.

It evaluates a grammar that we did not write, so agreement proves both the export and our own
evaluation. It is never asked on a resident's behalf: its Japanese holidays have holes.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours, State

from directory.hours import DatedException, OnHolidays, Rule, Schedule, day_plan, intervals, osm
from tests.helpers.hours_of_the_city import CALENDAR, TUESDAY, WINDOWS, rule

FIRST_DAY, DAYS = date(2026, 1, 1), 730
LAST_DAY = FIRST_DAY + timedelta(days=DAYS - 1)
START = datetime(2026, 1, 1)
END = START + timedelta(days=DAYS)

# Why it lacks them: it knows neither the day between two holidays (国民の休日), nor a substitute
# that another rule than "the Monday after" would give, and when a holiday falls on a Sunday in a
# row of holidays it keeps the substitute and forgets the Sunday.
HOLIDAYS_IT_LACKS = {
    date(2026, 5, 3): "憲法記念日",
    date(2026, 9, 22): "国民の休日",
    date(2027, 3, 22): "振替休日",
}
ITS_CALENDAR = replace(
    CALENDAR,
    holidays={day: name for day, name in CALENDAR.holidays.items() if day not in HOLIDAYS_IT_LACKS},
)


def united(stretches):
    """Stretches as (start, end, state), those that touch and are in one state made one."""
    result = []
    for start, end, state in stretches:
        if result and result[-1][1:] == (start, state):
            start = result.pop()[0]
        result.append((start, end, state))
    return result


def its_opinion(value):
    """All stretches of two years that the library does not call closed."""
    read = OpeningHours(value, country="JP").intervals(START, END)
    return united(
        (start, min(end, END), state) for start, end, state, _ in read if state != State.CLOSED
    )


def our_opinion(schedule, calendar):
    """The same from our intervals. They cover all minutes, so equal lists agree on each one."""
    reception = [
        (
            each.start.replace(tzinfo=None),
            each.end.replace(tzinfo=None),
            State.UNKNOWN if each.by_reservation or each.tentative else State.OPEN,
        )
        for each in intervals(schedule, calendar, FIRST_DAY, LAST_DAY)
    ]
    return united(sorted(reception + days_in_doubt(schedule, calendar), key=lambda each: each[0]))


def days_in_doubt(schedule, calendar):
    """The whole days that a schedule calls unknown: a year end that is not given."""
    days = [START + timedelta(days=offset) for offset in range(DAYS if schedule.known else 0)]
    return [
        (day, day + timedelta(days=1), State.UNKNOWN)
        for day in days
        if not day_plan(schedule, calendar, day.date()).known
    ]


def test_the_holidays_it_lacks_are_these():
    """On all other days of the two years the library has exactly our holidays."""
    its = {
        start.date() + timedelta(days=offset)
        for start, end, _ in its_opinion("PH")
        for offset in range((end - start).days)
    }
    ours = {day for day in CALENDAR.holidays if FIRST_DAY <= day <= LAST_DAY}
    assert its <= ours
    assert {day: CALENDAR.holidays[day] for day in ours - its} == HOLIDAYS_IT_LACKS


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: window.subject)
def test_it_agrees_on_every_minute_for_the_city(window):
    """With the library's holidays, each of the 24 windows is open at the same minutes."""
    value = osm(window.schedule, ITS_CALENDAR, FIRST_DAY, LAST_DAY)
    if value:
        assert its_opinion(value) == our_opinion(window.schedule, ITS_CALENDAR)
    else:
        assert our_opinion(window.schedule, ITS_CALENDAR) == []


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: window.subject)
def test_the_true_holidays_change_the_days_it_lacks_and_no_others(window):
    """Leaving three holidays out moves our answer on these days and on closings moved by them."""
    differing = {
        start.date()
        for start, *_ in set(our_opinion(window.schedule, CALENDAR))
        ^ set(our_opinion(window.schedule, ITS_CALENDAR))
    }
    assert differing <= HOLIDAYS_IT_LACKS.keys()


times = st.integers(0, 47).flatmap(
    lambda opens: st.tuples(st.just(opens * 30), st.integers(opens + 1, 48).map(lambda n: n * 30))
)
weeks = st.just(frozenset()) | st.frozensets(st.sampled_from([1, 2, 3, 4, 5, -1]), max_size=3)
dates = st.dates(date(2025, 11, 1), date(2028, 2, 1))


@st.composite
def rules(draw):
    """A rule that ends by midnight: past it the library cuts reception where the next is off."""
    opens, closes = draw(times)
    only = draw(st.integers(0, 5)) == 0
    valid_from, valid_until = draw(st.none() | dates), draw(st.none() | dates)
    if valid_from and valid_until:
        valid_from, valid_until = sorted([valid_from, valid_until])
    return Rule(
        frozenset() if only else draw(st.frozensets(st.integers(0, 6), min_size=1)),
        opens,
        closes,
        nth_weeks=frozenset() if only else draw(weeks),
        on_holidays=OnHolidays.ONLY if only else draw(st.sampled_from(list(OnHolidays)[:2])),
        valid_from=valid_from,
        valid_until=valid_until,
        label=draw(st.sampled_from(["", "司法書士による"])),
    )


exceptions = st.builds(
    lambda day, length, spans, note: DatedException(day, day + timedelta(length), spans, note),
    dates,
    st.integers(0, 20),
    st.lists(times, max_size=2).map(tuple),
    st.sampled_from(["", "研修", 'いわゆる"棚卸し"']),
)


@st.composite
def schedules(draw):
    """Schedules that the syntax can express: of one certainty, exceptions on separate days."""
    chosen = draw(st.lists(rules(), min_size=1, max_size=4))
    marks = {"by_reservation": draw(st.booleans()), "tentative": draw(st.booleans())}
    separate = []
    for each in sorted(draw(st.lists(exceptions, max_size=3)), key=lambda each: each.first_day):
        if not separate or separate[-1].last_day < each.first_day:
            separate.append(each)
    return Schedule(
        tuple(replace(each, **marks) for each in chosen),
        tuple(separate),
        opens_on_holidays=draw(st.booleans()),
        closes_at_year_end=draw(st.sampled_from([True, False, None])),
        shifted_closing_days=draw(st.frozensets(st.integers(0, 6), max_size=2)),
    )


@settings(max_examples=150, deadline=None)
@given(schedules())
def test_it_agrees_on_every_minute_for_any_schedule_it_can_express(schedule):
    """Weeks, holidays, year end, moved closings, validity and exceptions mean the same to both."""
    value = osm(schedule, ITS_CALENDAR, FIRST_DAY, LAST_DAY)
    assert its_opinion(value) == our_opinion(schedule, ITS_CALENDAR)


def test_past_midnight_it_cuts_what_we_let_run_on():
    """Known and left: reception from Tuesday runs into a closed Wednesday here, not there."""
    closed = date(2026, 6, 10)
    night = Schedule(
        (rule([TUESDAY], 22, 2),),
        (DatedException(closed, closed),),
        opens_on_holidays=True,
        closes_at_year_end=False,
    )
    ours = our_opinion(night, ITS_CALENDAR)
    its = its_opinion(osm(night, ITS_CALENDAR, FIRST_DAY, LAST_DAY))
    evening, midnight = datetime(2026, 6, 9, 22), datetime(2026, 6, 10)
    assert set(ours) - set(its) == {(evening, midnight + timedelta(hours=2), State.OPEN)}
    assert set(its) - set(ours) == {(evening, midnight, State.OPEN)}
