"""Querysets of the tables of reception hours."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Max, Min

from directory import hours
from directory.out_of_use import RetirableQuerySet


class BeyondHorizon(LookupError):
    """Refusal of a moment for which no intervals have been made."""


class HolidayQuerySet(RetirableQuerySet):
    """Public holidays, by date."""

    def entered_years(self) -> set[int]:
        """The years that are complete: those whose New Year's Day is in the table."""
        return {day.year for day in self.filter(date__month=1, date__day=1).dates("date", "year")}


class HoursPatternQuerySet(models.QuerySet):
    """Patterns of hours, with how far their intervals reach."""

    def horizon(self) -> tuple[datetime, datetime] | None:
        """From when until when every pattern's intervals are made; None when there are none."""
        reach = self.aggregate(start=Max("filled_from"), end=Min("filled_until"))
        return None if reach["start"] is None else (reach["start"], reach["end"])

    def refuse_beyond_horizon(self, moment: datetime) -> None:
        """Raise BeyondHorizon unless every pattern has intervals for the moment."""
        local = hours.in_tokyo(moment)
        horizon = self.horizon()
        if horizon is None or not horizon[0] <= local < horizon[1]:
            raise BeyondHorizon(f"No reception intervals have been made for {local}.")


class HoursIntervalQuerySet(models.QuerySet):
    """Stretches of time in which windows answer."""

    def answering_at(self, moment: datetime) -> Self:
        """Those in which a call at the moment is certainly answered."""
        return self.filter(during__contains=moment, certain=True)

    def touching(self, start: datetime, end: datetime) -> Self:
        """Those that have a moment in common with the time from `start` up to `end`."""
        return self.filter(during__overlap=DateTimeTZRange(start, end))

    def next_change_after(self, moment: datetime) -> datetime | None:
        """When the number of windows that answer can change next; None when it never does."""
        starts = self.filter(during__startswith__gt=moment).aggregate(
            edge=Min("during__startswith")
        )
        ends = self.filter(during__contains=moment).aggregate(edge=Min("during__endswith"))
        return min(filter(None, (starts["edge"], ends["edge"])), default=None)
