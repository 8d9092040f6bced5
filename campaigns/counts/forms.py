"""Form of counts: grid of months or days."""

import calendar
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.models import Kpi
from campaigns.report import periods, wording
from campaigns.tables import figures
from directory.hours.dates import read_month
from directory.text.days import day_words


class CountField(forms.CharField):
    """Form field of a count in any usual spelling; empty is None, unknown."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 10})

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            return figures.count(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class GridForm(forms.Form):
    """Form of a series: the twelve months of a fiscal year, or the days of a month."""

    def __init__(self, *args, kpi: Kpi, first: date, **options):
        """One field a month (or day) from `first` on, filled with the known counts."""
        super().__init__(*args, **options)
        self.kpi, self.first = kpi, first
        known = kpi.series
        for day in self.days:
            label = periods_label(day, kpi.step)
            self.fields[day.isoformat()] = CountField(
                label=label, required=False, initial=known.get(day)
            )

    @property
    def days(self) -> list[date]:
        """Months of the fiscal year, or days of the month."""
        if self.kpi.step == Kpi.Step.MONTH:
            last = periods.add_months(self.first, 11)
        else:
            last = self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])
        return periods.steps(self.kpi.step, periods.Span(self.first, last))

    @property
    def earlier(self) -> str:
        """Start of the grid before this one, as YYYY-MM."""
        return f"{periods.add_months(self.first, -self._months):%Y-%m}"

    @property
    def later(self) -> str:
        """Start of the grid after this one, as YYYY-MM."""
        return f"{periods.add_months(self.first, self._months):%Y-%m}"

    @property
    def shown_span(self) -> str:
        """Period of the grid in words."""
        span = periods.Span(self.days[0], self.days[-1])
        return wording.span(span, by_month=self.kpi.step == Kpi.Step.MONTH)

    @property
    def _months(self) -> int:
        return 12 if self.kpi.step == Kpi.Step.MONTH else 1

    @property
    def changed(self) -> dict[date, int | None]:
        """Counts that differ from the known ones."""
        return {date.fromisoformat(name): self.cleaned_data[name] for name in self.changed_data}


def periods_label(day: date, step: str) -> str:
    """Label of a field: the month, or the day with its weekday."""
    if step == Kpi.Step.MONTH:
        return day_words(day, "month")
    return day_words(day, "short weekday")


def grid_start(text: str, step: str) -> date:
    """Start of a grid by the text of an address (2023-04); the present one if it is no month."""
    try:
        day = read_month(text)
    except ValueError:
        day = timezone.localdate().replace(day=1)
    day = min(max(day, date(1990, 4, 1)), date(2098, 4, 1))
    if step == Kpi.Step.MONTH:
        return date(day.year if day.month >= 4 else day.year - 1, 4, 1)
    return day
