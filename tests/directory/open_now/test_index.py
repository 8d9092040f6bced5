"""Asking SQL who answers now: the same as Python says, and refused where it is unknown."""

import threading
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory import hours
from directory.admin.windows.doubts import doubts
from directory.models import BeyondHorizon, Holiday, HoursInterval, HoursPattern, HoursRule, Window
from directory.open_now import index as hours_index
from tests.factories import WindowFactory, give_hours
from tests.helpers.hours_of_the_city import at as tokyo

OFFICE = "月火水木金 8:30-17:15"


def names_open(moment) -> set[str]:
    """The names of the windows that answer at a moment, by SQL."""
    return {window.name for window in Window.objects.open_at(moment)}


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("2026-11-24 8:29", False),
        ("2026-11-24 8:30", True),
        ("2026-11-24 17:14", True),
        ("2026-11-24 17:15", False),
        ("2026-11-23 10:00", False),  # 勤労感謝の日
        ("2026-12-29 10:00", False),  # year end
        ("2027-01-04 8:30", True),
        ("2027-01-11 10:00", False),  # 成人の日
    ],
)
def test_sql_knows_office_hours_to_the_minute(at, text, answers):
    """Open in the opening minute, closed in the closing one, closed on holidays and at year end."""
    at("2026-11-23 0:30")
    give_hours(WindowFactory(name="市役所"), OFFICE)
    assert ("市役所" in names_open(tokyo(text))) is answers


def test_what_needs_a_reservation_or_is_uncertain_never_counts_as_open(at):
    """Neither 要予約 nor 原則 nor unknown hours are ever counted as answering now."""
    now = at("2026-11-24 10:00")
    give_hours(WindowFactory(name="予約"), OFFICE, by_reservation=True)
    give_hours(WindowFactory(name="原則"), OFFICE, tentative=True)
    WindowFactory(name="不明")
    give_hours(WindowFactory(name="受付中"), OFFICE)
    assert names_open(now) == {"受付中"}


def test_windows_with_equal_hours_share_their_intervals(at):
    """A thousand offices cost no more than one."""
    at("2026-11-24 10:00")
    give_hours(WindowFactory(), OFFICE)
    intervals = HoursInterval.objects.count()
    give_hours(WindowFactory(), OFFICE)
    assert HoursPattern.objects.count() == 1
    assert HoursInterval.objects.count() == intervals


@pytest.mark.parametrize("text", ["2026-11-22 23:59", "2027-01-24 0:00", "2031-01-01 9:00"])
def test_beyond_the_horizon_sql_refuses_instead_of_saying_closed(at, text):
    """Before yesterday and after 60 days nothing is claimed."""
    at("2026-11-24 10:00")
    give_hours(WindowFactory(), OFFICE)
    with pytest.raises(BeyondHorizon):
        Window.objects.open_at(tokyo(text))


def test_a_naive_moment_is_a_fault_of_the_code(at):
    """A time without a zone is refused at once."""
    at("2026-11-24 10:00")
    window = give_hours(WindowFactory(), OFFICE)
    naive = tokyo("2026-11-24 10:00").replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        Window.objects.open_at(naive)
    with pytest.raises(ValueError, match="time zone"):
        window.state_at(naive)


def test_refreshing_twice_changes_nothing(city, at):
    """The nightly job may run as often as it likes."""
    at("2026-11-24 3:00")
    before = set(HoursInterval.objects.values_list("pattern", "during", "certain"))
    at("2026-11-24 3:00")
    assert set(HoursInterval.objects.values_list("pattern", "during", "certain")) == before
    assert before


def test_three_weeks_without_refreshing_still_answer_truly(city, at):
    """Without the nightly job answers stay right for weeks, and a warning appears in time."""
    at("2026-11-24 3:00")
    moment = at("2026-12-15 10:00", refreshed=False)
    states = {w.pk: w.state_at(moment).status for w in Window.objects.all()}
    by_python = {pk for pk, status in states.items() if status == hours.Status.OPEN}
    assert set(Window.objects.open_at(moment).values_list("pk", flat=True)) == by_python
    assert hours_index.warnings(now=moment) == []
    assert "refresh_hours" in hours_index.warnings(now=moment + timedelta(days=11))[0]


def test_a_holiday_table_that_ends_too_soon_warns(city, at):
    """Without next year's holidays staff are told to enter them."""
    now = at("2026-11-24 3:00")
    Holiday.objects.filter(date__gte="2027-06-01").delete()
    Holiday.objects.filter(date__year=2028, date__month=1).delete()
    assert hours_index.warnings(now=now) == []
    Holiday.objects.filter(date="2027-01-01").delete()
    assert any("祝日の表" in warning for warning in hours_index.warnings(now=now))


def test_without_any_holiday_table_nothing_is_claimed(at):
    """An empty table makes every state unknown and every count refused, never a guess."""
    now = at("2026-11-24 10:00")
    Holiday.objects.all().delete()
    window = give_hours(WindowFactory(), OFFICE)
    assert window.state_at(now).status == hours.Status.UNKNOWN
    with pytest.raises(BeyondHorizon):
        Window.objects.open_at(now)


def test_a_holiday_table_that_begins_in_january_claims_nothing_of_its_first_days(at):
    """A closing day of the week before, which is moved, may reach into them."""
    now = at("2026-12-30 10:00")
    Holiday.objects.filter(date="2026-01-01").delete()
    hours_index.rebuild_intervals(now=now)
    window = give_hours(WindowFactory(shifted_closing_days=[4]), "火水木 9:00-17:00")
    assert doubts(date(2027, 1, 2)) == []
    assert "祝日の表が2027年からしかない" in hours_index.warnings(now=now)[0]
    assert window.state_at(tokyo("2027-01-04 10:00")).status == hours.Status.UNKNOWN
    with pytest.raises(BeyondHorizon):
        Window.objects.open_at(tokyo("2027-01-05 10:00"))
    assert window in Window.objects.open_at(tokyo("2027-01-13 10:00"))


def test_staffs_corrections_of_holidays_survive_the_night(at):
    """A holiday that staff took out or renamed stays so when the job runs again."""
    at("2026-11-24 3:00")
    Holiday.objects.filter(date="2027-03-22").delete()
    Holiday.objects.filter(date="2027-01-11").update(name="成人の日（職員）")
    at("2026-11-25 3:00")
    assert not Holiday.objects.filter(date="2027-03-22").exists()
    assert Holiday.objects.get(date="2027-01-11").name == "成人の日（職員）"


def test_the_nightly_command_says_how_far_it_reaches(city):
    """Run by hand it says the number of days."""
    out = StringIO()
    call_command("refresh_hours", stdout=out)
    assert "for 60 days" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_refreshing_at_once_from_two_sides_is_safe():
    """Two jobs at the same time wait for each other; nothing is there twice."""
    now = tokyo("2026-11-24 3:00")
    hours_index.refresh_hours(now=now)
    give_hours(WindowFactory(), OFFICE)

    def refresh():
        try:
            hours_index.refresh_hours(now=now)
        finally:
            connection.close()

    jobs = [threading.Thread(target=refresh) for _ in range(3)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    during = list(HoursInterval.objects.values_list("pattern", "during"))
    assert len(during) == len(set(during)) > 0


random_rules = st.lists(
    st.builds(
        dict,
        weekdays=st.sets(st.integers(0, 6), min_size=1).map(sorted),
        nth_weeks=st.sets(st.sampled_from([1, 2, 3, 4, 5, -1]), max_size=2).map(sorted),
        opens=st.integers(0, 1439),
        closes=st.integers(1, 1440),
        on_holidays=st.sampled_from(["inherit", "also", "only"]),
        by_reservation=st.booleans(),
        tentative=st.booleans(),
    ).filter(lambda rule: rule["opens"] != rule["closes"]),
    min_size=1,
    max_size=4,
)
minutes_from_start = st.lists(st.integers(0, 58 * 24 * 60), min_size=1, max_size=30)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rules=random_rules,
    policy=st.tuples(
        st.booleans(), st.sampled_from([True, False, None]), st.sets(st.integers(0, 6), max_size=2)
    ),
    offsets=minutes_from_start,
)
def test_sql_agrees_with_python_for_any_hours_at_any_instant(db, rules, policy, offsets):
    """For random rules and instants "open" by intervals is "open" by evaluation."""
    start = tokyo("2026-12-01 0:00")
    hours_index.refresh_hours(now=start)
    window = WindowFactory(
        opens_on_holidays=policy[0],
        closes_at_year_end=policy[1],
        shifted_closing_days=sorted(policy[2]),
    )
    HoursRule.objects.bulk_create(HoursRule(window=window, **rule) for rule in rules)
    hours_index.index_hours([window], now=start)
    for offset in offsets:
        moment = start + timedelta(minutes=offset)
        by_python = window.state_at(moment).status == hours.Status.OPEN
        assert Window.objects.open_at(moment).filter(pk=window.pk).exists() is by_python


@pytest.mark.django_db(transaction=True)
def test_the_night_does_not_wait_for_a_clerk_who_is_saving():
    """A window that is being saved keeps its row until its hours are known, without a deadlock."""
    now = timezone.now()
    window = give_hours(WindowFactory(), "月火水木金 8:30-17:15")
    done = []

    def night():
        try:
            hours_index.refresh_hours(now=now)
            done.append(True)
        finally:
            connection.close()

    with transaction.atomic():
        Window.objects.filter(pk=window.pk).update(cost="無料")
        thread = threading.Thread(target=night)
        thread.start()
        thread.join(timeout=30)
        assert done == [True]
        hours_index.index_hours([window], now=now)
    thread.join()
