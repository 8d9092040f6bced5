"""Before, during and after a campaign: periods of equal length."""

from datetime import date, timedelta

from campaigns.report.periods import DAY, MONTH, Span, add_months, before_during_after, by_months

WINTER = Span(date(2023, 1, 1), date(2023, 2, 28))


def monthly(first: date, *values: int) -> dict[date, int]:
    """A series of months from the first one on."""
    return {add_months(first, number): value for number, value in enumerate(values)}


def test_months_are_compared_with_as_many_months_and_the_year_before():
    """January and February stand beside November and December, March and April, and last year's."""
    series = monthly(date(2021, 11, 1), *range(1, 19))
    before, during, after = before_during_after(series, MONTH, WINTER)
    assert before.span == Span(date(2022, 11, 1), date(2022, 12, 31))
    assert (before.value, before.year_before) == (13 + 14, 1 + 2)
    assert (during.value, during.year_before, during.change) == (15 + 16, 3 + 4, 24)
    assert after.span == Span(date(2023, 3, 1), date(2023, 4, 30))
    assert (after.value, after.year_before) == (17 + 18, 5 + 6)


def test_a_missing_month_makes_a_sum_unknown():
    """A part is never compared with a whole."""
    series = monthly(date(2022, 11, 1), 1, 2, 3)
    before, during, after = before_during_after(series, MONTH, WINTER)
    assert (before.value, before.year_before, before.change) == (3, None, None)
    assert (during.value, after.value) == (None, None)


def test_days_are_compared_with_as_many_days():
    """Three days stand beside the three before, the three after, and the same dates last year."""
    span = Span(date(2024, 2, 28), date(2024, 3, 1))
    days = [date(2023, 1, 1) + timedelta(days=n) for n in range(600)]
    before, during, after = before_during_after(dict.fromkeys(days, 1), DAY, span)
    assert before.span == Span(date(2024, 2, 25), date(2024, 2, 27))
    assert (during.value, during.year_before) == (3, 2)  # 2023 had no 29 February
    assert after.span == Span(date(2024, 3, 2), date(2024, 3, 4))


def test_a_campaign_known_by_month_counts_whole_months_of_a_daily_series():
    """If its days are unknown, whole months are compared."""
    days = [date(2022, 11, 1) + timedelta(days=n) for n in range(181)]
    span = Span(date(2023, 1, 10), date(2023, 2, 20))
    before, during, after = before_during_after(dict.fromkeys(days, 1), DAY, span, by_month=True)
    assert (before.value, during.value, after.value) == (61, 59, 61)


def test_the_months_of_a_daily_series_are_sums_of_whole_months():
    """A month with a day missing is unknown."""
    days = dict.fromkeys((date(2023, 1, 1) + timedelta(days=n) for n in range(40)), 2)
    months = by_months(days, DAY, Span(date(2023, 1, 15), date(2023, 2, 3)))
    assert months == [(date(2023, 1, 1), 62), (date(2023, 2, 1), None)]
