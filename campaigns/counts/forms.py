"""Form of counts: grid of months or days."""

import calendar
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone

from campaigns.models import Kpi, KpiValue
from campaigns.report import periods, wording
from campaigns.tables import figures
from directory.concurrency import RevisedForm
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


class GridForm(RevisedForm):
    """Form of a series (`instance`): twelve months of a fiscal year, or the days of a month."""

    class Meta:
        model = Kpi
        fields = ()

    def __init__(self, *args, first: date, **options):
        """One field a month (or day) from `first` on, filled with the known counts."""
        self.first = first
        super().__init__(*args, **options)
        known = self.instance.series
        for day in self.days:
            label = periods_label(day, self.instance.step)
            self.fields[day.isoformat()] = CountField(
                label=label, required=False, initial=known.get(day)
            )

    @property
    def days(self) -> list[date]:
        """Months of the fiscal year, or days of the month."""
        if self.instance.step == Kpi.Step.MONTH:
            last = periods.add_months(self.first, 11)
        else:
            last = self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])
        return periods.steps(self.instance.step, periods.Span(self.first, last))

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
        return wording.span(span, by_month=self.instance.step == Kpi.Step.MONTH)

    @property
    def _months(self) -> int:
        return 12 if self.instance.step == Kpi.Step.MONTH else 1

    @property
    def changed(self) -> dict[date, int | None]:
        """Counts that differ from the known ones."""
        typed = {day: day.isoformat() for day in self.days}
        return {day: self.cleaned_data[n] for day, n in typed.items() if n in self.changed_data}

    def _said_by(self, row: Model) -> dict[str, str]:
        counts = KpiValue.objects.filter(kpi=row.pk, on__in=self.days)
        known = dict(counts.values_list("on", "value"))
        return {day.isoformat(): _display_value(known.get(day)) for day in self.days}

    def _stored(self, name: str, now: Model) -> int | None:
        counts = KpiValue.objects.filter(kpi=now.pk, on=date.fromisoformat(name))
        return counts.values_list("value", flat=True).first()

    def _typed(self, name: str) -> str | None:
        return _display_value(self.cleaned_data[name]) if name in self.cleaned_data else None


def _display_value(count: int | None) -> str:
    return "" if count is None else str(count)


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
