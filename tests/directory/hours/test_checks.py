"""What a clerk may not save, and the times that a clerk may type."""

from datetime import date

import pytest

from directory.hours import DatedException, OnHolidays, Rule, clock, problems, read_time
from tests.helpers.hours_of_the_city import (
    FRIDAY,
    MONDAY,
    MONDAY_TO_FRIDAY,
    SATURDAY,
    WINDOWS,
    rule,
)

ONLY = OnHolidays.ONLY


def places(rules, exceptions=()):
    """Where the problems are, as (kind, index, field)."""
    return [(each.kind, each.index, each.field) for each in problems(rules, exceptions)]


@pytest.mark.parametrize(
    ("typed", "minute"),
    [
        ("8:30", 510),
        ("８：３０", 510),
        ("8時30分", 510),
        (" 17:15 ", 1035),
        ("9時", 540),
        ("0:00", 0),
        ("24:00", 1440),
        ("13：30", 810),
        ("午後1時30分", 810),
        ("午後１：３０", 810),
        ("13時半", 810),
        ("午前0時30分", 30),
        ("正午", 720),
    ],
)
def test_times_are_read_as_clerks_type_them(typed, minute):
    """Full-width digits, 時 and 分, halves of the day and of the hour, and 24:00 are all fine."""
    assert read_time(typed) == minute


@pytest.mark.parametrize(
    "typed",
    [
        "25:00",
        "24:01",
        "8:60",
        "8.30",
        "",
        "朝",
        "8:3",
        "午前13時",
        "1時頃",
        "13:30:15",
        "午後",
    ],
)
def test_what_is_no_time_is_refused_in_japanese(typed):
    """The message says what to type."""
    with pytest.raises(ValueError, match="入力してください"):
        read_time(typed)


@pytest.mark.parametrize("minute", [0, 5, 510, 1440])
def test_a_printed_time_can_be_typed_again(minute):
    """What the portal shows is what it accepts."""
    assert read_time(clock(minute)) == minute


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: window.subject)
def test_the_city_has_no_problems(window):
    """All 24 windows could be saved."""
    assert problems(window.schedule.rules, window.schedule.exceptions) == []


@pytest.mark.parametrize(
    ("faulty", "field"),
    [
        (Rule(frozenset(), 540, 720), "weekdays"),
        (Rule(frozenset({MONDAY}), 540, 720, on_holidays=ONLY), "weekdays"),
        (Rule(frozenset({MONDAY}), 540, 1500), "closes"),
        (Rule(frozenset({MONDAY}), 1440, 720), "opens"),
        (Rule(frozenset({MONDAY}), -1, 720), "opens"),
        (
            rule([MONDAY], 9, 12, valid_from=date(2026, 4, 2), valid_until=date(2026, 4, 1)),
            "valid_until",
        ),
        (
            rule([MONDAY], 9, 12, valid_from=date(2026, 9, 22), valid_until=date(2026, 9, 27)),
            "valid_until",
        ),
        (
            rule(
                [MONDAY],
                9,
                12,
                nth_weeks=frozenset({5}),
                valid_from=date(2026, 9, 1),
                valid_until=date(2026, 9, 30),
            ),
            "valid_until",
        ),
    ],
)
def test_a_faulty_rule_is_named_by_its_field(faulty, field):
    """The problem stands beside the field to change, and says in Japanese what to do."""
    (found,) = problems([rule([SATURDAY], 9, 12), faulty])
    assert (found.kind, found.index, found.field) == ("rule", 1, field)
    assert found.message.endswith("ください。")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (rule(MONDAY_TO_FRIDAY, 9, 12), rule([FRIDAY], 11.5, 15)),
        (rule([FRIDAY], 22, 2), rule([SATURDAY], 1, 5)),
        (rule([SATURDAY], 1, 5), rule([FRIDAY], 22, 2)),
        (rule([FRIDAY], 22, 8), rule([SATURDAY], 0, 5)),
        (rule([FRIDAY], 22, 8), rule([SATURDAY], 0, 24, by_reservation=True)),
        (
            rule([MONDAY], 9, 12, nth_weeks=frozenset({5})),
            rule([MONDAY], 9, 12, nth_weeks=frozenset({-1})),
        ),
        (rule([], 9, 12, on_holidays=ONLY), rule([], 10, 13, on_holidays=ONLY)),
        (
            rule([MONDAY], 9, 12, valid_until=date(2026, 4, 6)),
            rule([MONDAY], 9, 12, valid_from=date(2026, 4, 6)),
        ),
    ],
)
def test_overlapping_rules_are_refused_at_the_later_row(one, other):
    """Two rows that are in force at the same minute cannot both be meant."""
    (found,) = problems([one, other])
    assert (found.index, found.field) == (1, "opens")
    assert found.message.startswith("1行目")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (rule(MONDAY_TO_FRIDAY, 9, 12), rule(MONDAY_TO_FRIDAY, 12, 15)),
        (rule([FRIDAY], 22, 2), rule([SATURDAY], 2, 5)),
        (
            rule([MONDAY], 9, 12, nth_weeks=frozenset({1, 3})),
            rule([MONDAY], 9, 12, nth_weeks=frozenset({2, -1})),
        ),
        (
            rule([MONDAY], 9, 12, valid_until=date(2026, 3, 31)),
            rule([MONDAY], 9, 12, valid_from=date(2026, 4, 1)),
        ),
        (rule(MONDAY_TO_FRIDAY, 9, 12), rule([], 9, 12, on_holidays=ONLY)),
        (rule([MONDAY], 9, 12), rule([MONDAY], 9, 12, label="認定司法書士による")),
        (rule(MONDAY_TO_FRIDAY, 18, 8.5), rule([SATURDAY], 0, 24)),
        (rule([SATURDAY], 0, 24), rule(MONDAY_TO_FRIDAY, 18, 8.5)),
        (rule([FRIDAY], 8, 8), rule([SATURDAY], 8, 8)),
    ],
)
def test_rows_that_never_meet_are_fine(one, other):
    """Touching times, other weeks, periods, people, holidays; nights that the next day goes on."""
    assert problems([one, other]) == []


def test_faulty_exceptions_are_named_too():
    """An end before the start, times out of range or overlapping, and days entered twice."""
    day, later = date(2026, 12, 30), date(2026, 12, 31)
    exceptions = [
        DatedException(later, day),
        DatedException(day, day, ((540, 1500),)),
        DatedException(later, later, ((540, 720), (660, 780))),
        DatedException(day, later),
    ]
    assert places([], exceptions) == [
        ("exception", 0, "last_day"),
        ("exception", 1, "spans"),
        ("exception", 2, "spans"),
        ("exception", 3, "first_day"),
        ("exception", 3, "first_day"),
    ]


def test_the_farthest_dates_do_no_harm():
    """A clerk may type 9999年12月31日 for 「ずっと」."""
    for_ever = rule(MONDAY_TO_FRIDAY, 22, 2, valid_until=date.max)
    assert problems([for_ever, rule([SATURDAY], 1, 5)])[0].field == "opens"
    assert places([rule([MONDAY], 9, 12, valid_from=date.max)]) == [("rule", 0, "valid_until")]
