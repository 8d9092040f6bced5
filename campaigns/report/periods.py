"""Before, during and after a campaign, like compared with like; plain values, no Django.

A series is {date: value}: one value a day, or one a month under the month's first day. A sum is
known only when every day (or month) of the span has a value; otherwise it is None, never a part.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

MONTH, DAY = "month", "day"


@dataclass(frozen=True)
class Span:
    """From one day to another, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class PeriodComparison:
    """Before, during or after: its sum beside that of the same days a year before."""

    name: str
    span: Span
    value: int | None
    year_before: int | None

    @property
    def change(self) -> int | None:
        """How much more (or less) than a year before."""
        if self.value is None or self.year_before is None:
            return None
        return self.value - self.year_before


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def add_months(day: date, months: int) -> date:
    """The same day some months later (or earlier); the month's last day where there is none."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def whole_months(span: Span) -> Span:
    """The span, widened to the months that it touches."""
    return Span(month_of(span.first), add_months(month_of(span.last), 1) - timedelta(days=1))


def before_during_after(
    values: dict[date, int], step: str, span: Span, *, by_month: bool = False
) -> list[PeriodComparison]:
    """Compare a campaign's span with as long a time before and after, and with a year before.

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
    """The sum over the span, or None when any day (or month) of it is unknown."""
    days = steps(step, span)
    known = [value for day in days if (value := values.get(day)) is not None]
    return sum(known) if len(known) == len(days) else None


def steps(step: str, span: Span) -> list[date]:
    """Every day, or every month's first day, of the span."""
    if step == MONTH:
        return [add_months(month_of(span.first), n) for n in range(_months_between(span))]
    return [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]


def by_months(values: dict[date, int], step: str, span: Span) -> list[tuple[date, int | None]]:
    """The series month by month; a month is known only when all of it is."""
    months = steps(MONTH, whole_months(span))
    return [(month, total(values, step, whole_months(Span(month, month)))) for month in months]


def _months_between(span: Span) -> int:
    first, last = span.first, span.last
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _year_before(span: Span) -> Span:
    """The same days a year before; a month's last day stays its last day."""
    first, last = add_months(span.first, -12), add_months(span.last, -12)
    if (span.last + timedelta(days=1)).day == 1:
        last = add_months(month_of(span.last), -11) - timedelta(days=1)
    return Span(first, last)
