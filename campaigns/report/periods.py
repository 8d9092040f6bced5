"""Periods before, during and after a campaign, of equal length; plain values, no Django.

A series is {date: value}: one value a day, or one a month under the month's first day. A sum is
known only when every day (or month) of the span has a value; otherwise it is None, never a part.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

MONTH, DAY = "month", "day"


@dataclass(frozen=True)
class Span:
    """Period from one day to another, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class PeriodComparison:
    """Sum of a period before, during or after the campaign, beside the year before."""

    name: str
    span: Span
    value: int | None
    year_before: int | None

    @property
    def change(self) -> int | None:
        """Difference from the year before."""
        if self.value is None or self.year_before is None:
            return None
        return self.value - self.year_before


def month_of(day: date) -> date:
    """First day of the month."""
    return day.replace(day=1)


def add_months(day: date, months: int) -> date:
    """Same day some months later (or earlier), or the month's last day if it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def whole_months(span: Span) -> Span:
    """Span widened to the months that it touches."""
    return Span(month_of(span.first), add_months(month_of(span.last), 1) - timedelta(days=1))


def before_during_after(
    values: dict[date, int], step: str, span: Span, *, by_month: bool = False
) -> list[PeriodComparison]:
    """Sums during a campaign and as long before and after, each beside the year before.

    By months (`step` MONTH, or `by_month` where the campaign's days are not known) the months
    that the campaign touches count whole; by days its very days.
    """
    if step == MONTH or by_month:
        span = whole_months(span)
        months = _months_between(span)
        before = Span(add_months(span.first, -months), span.first - timedelta(days=1))
        end = add_months(span.first, 2 * months) - timedelta(days=1)
        after = Span(span.last + timedelta(days=1), end)
    else:
        length = span.last - span.first
        before = Span(span.first - length - timedelta(days=1), span.first - timedelta(days=1))
        after = Span(span.last + timedelta(days=1), span.last + length + timedelta(days=1))
    return [
        PeriodComparison(
            name, each, total(values, step, each), total(values, step, _year_before(each))
        )
        for name, each in (("before", before), ("during", span), ("after", after))
    ]


def total(values: dict[date, int], step: str, span: Span) -> int | None:
    """Sum over the span; None if any day (or month) of it is unknown."""
    days = steps(step, span)
    known = [value for day in days if (value := values.get(day)) is not None]
    return sum(known) if len(known) == len(days) else None


def steps(step: str, span: Span) -> list[date]:
    """Days of the span, or first days of its months."""
    if step == MONTH:
        return [add_months(month_of(span.first), n) for n in range(_months_between(span))]
    return [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]


def by_months(values: dict[date, int], step: str, span: Span) -> list[tuple[date, int | None]]:
    """Series by month; None for a month of which any part is unknown."""
    months = steps(MONTH, whole_months(span))
    return [(month, total(values, step, whole_months(Span(month, month)))) for month in months]


def _months_between(span: Span) -> int:
    first, last = span.first, span.last
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _year_before(span: Span) -> Span:
    """Same days a year before; a month's last day stays its last day."""
    first, last = add_months(span.first, -12), add_months(span.last, -12)
    if (span.last + timedelta(days=1)).day == 1:
        last = add_months(month_of(span.last), -11) - timedelta(days=1)
    return Span(first, last)
