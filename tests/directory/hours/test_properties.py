"""What holds for all hours that a clerk could enter, sensible or not."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from directory.hours import (
    TOKYO,
    DatedException,
    OnHolidays,
    Rule,
    Schedule,
    Status,
    clock,
    day_plan,
    fingerprint,
    holiday_sentence,
    intervals,
    printed,
    problems,
    read_time,
    state_at,
    state_text,
)
from tests.helpers.hours_of_the_city import CALENDAR

# Silver Week, year end and the substitute holiday of March lie within.
FIRST_DAY, LAST_DAY = date(2026, 9, 10), date(2027, 3, 31)
START = datetime.combine(FIRST_DAY, datetime.min.time(), TOKYO)
END = datetime.combine(LAST_DAY, datetime.min.time(), TOKYO)

openings = st.integers(0, 47).map(lambda half_hours: half_hours * 30)
closings = st.integers(1, 48).map(lambda half_hours: half_hours * 30)
weekdays = st.frozensets(st.integers(0, 6))
days = st.dates(FIRST_DAY, LAST_DAY)
rules = st.builds(
    Rule,
    weekdays,
    openings,
    closings,
    nth_weeks=st.just(frozenset()) | st.frozensets(st.sampled_from([1, 2, 3, 4, 5, -1])),
    on_holidays=st.sampled_from(OnHolidays),
    valid_from=st.none() | days,
    valid_until=st.none() | days,
    label=st.sampled_from(["", "司法書士による"]),
    by_reservation=st.booleans(),
    tentative=st.booleans(),
)
exceptions = st.builds(
    lambda day, length, spans: DatedException(day, day + timedelta(length), tuple(spans), "研修"),
    days,
    st.integers(0, 10),
    st.lists(st.tuples(openings, closings), max_size=2),
)
schedules = st.builds(
    Schedule,
    st.lists(rules, max_size=5).map(tuple),
    st.lists(exceptions, max_size=3).map(tuple),
    opens_on_holidays=st.booleans(),
    closes_at_year_end=st.sampled_from([True, False, None]),
    shifted_closing_days=weekdays,
)
moments = st.datetimes(
    datetime.combine(FIRST_DAY, datetime.min.time()),
    datetime.combine(LAST_DAY, datetime.max.time()),
).map(lambda moment: moment.replace(tzinfo=TOKYO))
many = settings(max_examples=200, deadline=None)


def status_within(interval):
    """What the state must be within the interval, CLOSED or UNKNOWN outside of any."""
    if interval.by_reservation:
        return Status.BY_RESERVATION
    return Status.UNKNOWN if interval.tentative else Status.OPEN


def all_intervals(schedule):
    """The intervals of the whole time, and a month more, for what runs on beyond it."""
    return intervals(schedule, CALENDAR, FIRST_DAY, LAST_DAY + timedelta(31))


@many
@given(schedules)
def test_intervals_are_sorted_disjoint_and_joined(schedule):
    """Each begins before it ends; none overlaps the next; two of a kind never merely touch."""
    found = all_intervals(schedule)
    assert all(each.start < each.end for each in found)
    for one, other in pairwise(found):
        assert one.end <= other.start
        kinds = [(each.by_reservation, each.tentative, each.label) for each in (one, other)]
        assert one.end < other.start or kinds[0] != kinds[1]


@many
@given(schedules, days, days)
def test_intervals_of_some_days_are_those_of_all_days_cut_to_them(schedule, one, other):
    """Where a caller begins and ends changes nothing within."""
    first, last = sorted([one, other])
    start = datetime.combine(first, datetime.min.time(), TOKYO)
    end = datetime.combine(last, datetime.min.time(), TOKYO) + timedelta(1)
    assert intervals(schedule, CALENDAR, first, last) == [
        replace(each, start=max(each.start, start), end=min(each.end, end))
        for each in all_intervals(schedule)
        if each.start < end and each.end > start
    ]


@many
@given(schedules, moments, st.randoms(use_true_random=False))
def test_the_state_agrees_with_the_intervals(schedule, moment, random):
    """At any moment, and at the very edges of intervals, both tell the same."""
    found = all_intervals(schedule)
    edges = [each.start for each in found] + [each.end for each in found]
    inner = [edge for edge in edges if START < edge < END]
    near = random.sample(inner, min(4, len(inner)))
    for instant in [moment, *near, *(edge - timedelta(microseconds=1) for edge in near)]:
        within = [each for each in found if each.start <= instant < each.end]
        state = state_at(schedule, CALENDAR, instant)
        if within:
            assert state.status is status_within(within[0])
            assert state.tentative == within[0].tentative
        else:
            assert state.status in (Status.CLOSED, Status.UNKNOWN)
            assert (state.status is Status.CLOSED) == day_plan(
                schedule, CALENDAR, instant.date()
            ).known
            assert state.until is None


@many
@given(schedules, moments)
def test_until_and_next_start_are_edges_of_the_intervals(schedule, moment):
    """A stretch ends where terms change; the next one is the first to begin after it."""
    found = all_intervals(schedule)
    state = state_at(schedule, CALENDAR, moment)
    if state.until:
        assert state.until in [each.end for each in found]
    assume(not state.round_the_clock)
    later = [each.start for each in found if each.start >= (state.until or moment)]
    if later:
        assert state.next_start == later[0]
    elif state.next_start:
        assert state.next_start.date() > LAST_DAY + timedelta(30)


@many
@given(schedules, moments, st.integers(0, 999))
def test_state_and_words_hold_until_they_are_said_to_change(schedule, moment, part):
    """A page may be kept until then, and is true to the last microsecond."""
    state = state_at(schedule, CALENDAR, moment)
    assert moment < state.changes_at <= moment + timedelta(1)
    instants = [
        moment + part * (state.changes_at - moment) // 1000,
        state.changes_at - timedelta(microseconds=1),
    ]
    for instant in instants:
        later = state_at(schedule, CALENDAR, instant)
        assert later == state
        assert state_text(later, instant) == state_text(state, moment)


@many
@given(schedules, moments)
def test_only_certain_hours_read_as_open(schedule, moment):
    """予約制, 原則 and unknown never read as 受付中."""
    state = state_at(schedule, CALENDAR, moment)
    words = state_text(state, moment)
    plain = words.startswith(("受付中", "まもなく終了", "24時間受付"))
    assert plain == (state.status is Status.OPEN)


@many
@given(schedules, st.randoms(use_true_random=False))
def test_the_fingerprint_does_not_see_the_order_of_entry(schedule, random):
    """However rows are shuffled and notes worded, intervals and fingerprint stay."""
    shuffled = replace(
        schedule,
        rules=tuple(random.sample(schedule.rules, len(schedule.rules))),
        exceptions=tuple(
            replace(each, spans=each.spans[::-1], note="")
            for each in random.sample(schedule.exceptions, len(schedule.exceptions))
        ),
    )
    assert fingerprint(shuffled) == fingerprint(schedule)
    assert all_intervals(shuffled) == all_intervals(schedule)
    assert printed(shuffled) == printed(schedule)


@many
@given(schedules, schedules)
def test_other_intervals_have_other_fingerprints(one, other):
    """Windows share a fingerprint only where they share every interval."""
    assert len(fingerprint(one)) == 32
    if all_intervals(one) != all_intervals(other):
        assert fingerprint(one) != fingerprint(other)


@many
@given(schedules)
def test_whatever_is_entered_is_worded_and_checked(schedule):
    """No entry, however wrong, breaks the form or the page."""
    assert all(isinstance(word(schedule), str) for word in (printed, holiday_sentence))
    assert all(each.message for each in problems(schedule.rules, schedule.exceptions))


@many
@given(schedules)
def test_rules_without_problems_never_overlap(schedule):
    """What the form lets pass needs no arbitration, except between differently labelled rows."""
    rules = [replace(each, label="", on_holidays=OnHolidays.INHERIT) for each in schedule.rules]
    assume(not problems(rules))
    for offset in range((LAST_DAY - FIRST_DAY).days):
        day = FIRST_DAY + timedelta(offset)
        spans = sorted((each.opens, each.ends) for each in rules if each.falls_on(day))
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(st.integers(0, 1440))
def test_times_survive_being_written_and_read(minute):
    """Every minute of the day."""
    assert read_time(clock(minute)) == minute
