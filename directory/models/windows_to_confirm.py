"""Questions about windows that staff have to complete or to confirm."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self, cast

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models.functions import Cast, Coalesce

if TYPE_CHECKING:
    from directory.models.window import Window  # noqa: F401  (named below as text)


class MakeInterval(models.Func):
    """PostgreSQL's make_interval(years, months), which knows how long each month is."""

    function = "make_interval"


class WindowsToConfirm(models.QuerySet["Window"]):
    """Windows by what is missing, old or doubtful."""

    def without_hours(self) -> Self:
        """Those without reception hours; "open now" cannot name them."""
        return self.filter(~models.Exists(self._rows_of("hours_rules")))

    def without_telephone(self) -> Self:
        """Those without any number at which a person answers."""
        return self.filter(~models.Exists(self._rows_of("phones").filter(kind="voice")))

    def in_doubt(self) -> Self:
        """Those loaded with a note of a doubt, not confirmed since."""
        return self.filter(verified_on=None).exclude(note="", doubt="")

    def with_telephone(self) -> Self:
        """Those with a number at which a person answers."""
        return self.filter(models.Exists(self._rows_of("phones").filter(kind="voice")))

    def without_any_hours(self) -> Self:
        """Those without reception hours and without days of their own, by an index."""
        return self.filter(hours_pattern=None).without_hours()

    def with_days_off_alone(self) -> Self:
        """Those without reception hours that have days of their own; few, by these days."""
        some = self._rows_of("hours_exceptions").model._default_manager.values("window")
        return self.filter(pk__in=some).exclude(hours_pattern=None).without_hours()

    def named_by(self, rows: models.QuerySet) -> Self:
        """Those to which some rows of another table belong."""
        return self.filter(pk__in=rows.order_by().values("window"))

    def not_named_by(self, rows: models.QuerySet) -> Self:
        """Those to which none of some rows of another table belongs."""
        return self.exclude(pk__in=rows.order_by().values("window"))

    def by_age(self) -> Self:
        """The oldest confirmation first, none at all before it; of these the oldest source."""
        return self.order_by(
            models.F("verified_on").asc(nulls_first=True),
            models.F("source_date").asc(nulls_first=True),
            "pk",
        )

    def _rows_of(self, name: str) -> models.QuerySet:
        rows = cast(type[models.Model], self.model._meta.get_field(name).related_model)
        return rows._default_manager.filter(window=models.OuterRef("pk"))

    def overdue_on(self, day: date) -> Self:
        """Those whose facts have not been confirmed for longer than they should.

        An index finds them: the day on which the interval began is never before its beginning as
        counted back from today.
        """
        usual = settings.VERIFICATION_MONTHS
        months = Coalesce("verification_months", usual)
        interval = MakeInterval(models.Value(0), months, output_field=models.DurationField())
        due = models.ExpressionWrapper(
            models.F("verified_on") + interval, output_field=models.DateTimeField()
        )
        since = day - relativedelta(months=usual)
        is_due = models.Q(verification_due__lt=day)
        return self.alias(verification_due=Cast(due, models.DateField())).filter(
            models.Q(verified_on=None)
            | models.Q(verification_months=None, verified_on__lte=since) & is_due
            | models.Q(verification_months__isnull=False) & is_due
        )
