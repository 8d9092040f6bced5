"""Numbers of windows, counted when windows change and not when a page is read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Exists, IntegerField, Sum
from django.db.models.functions import Cast, Coalesce


class WindowTallyQuerySet(models.QuerySet["WindowTally"]):
    """Rows of the tally, narrowed down in the words of `WindowQuerySet`."""

    def of_category(self, key: int | models.OuterRef | None) -> Self:
        """The windows of the category with a primary key; with None every window, once."""
        return self.filter(category=key)

    def published(self) -> Self:
        """Those that residents may see."""
        return self.filter(status="published")

    def reachable(self) -> Self:
        """Those that can be reached."""
        return self.filter(reachable=True)

    def keeping(self, patterns: models.QuerySet | Collection[str]) -> Self:
        """Those that keep one of some patterns of hours."""
        return self.filter(hours_pattern__in=patterns)

    def total(self, *, without: models.QuerySet | None = None) -> int:
        """How many windows these rows count, in one query; one less where `without` finds one."""
        number: models.expressions.Combinable = Coalesce(Sum("number"), 0)
        if without is not None:
            number -= Cast(Exists(without), IntegerField())
        return self.aggregate(total=number)["total"]

    def by_status(self) -> dict[str, int]:
        """How many windows there are of each `Window.Status` value."""
        counted = self.of_category(None).order_by().values_list("status")
        return dict(counted.annotate(total=Sum("number")).filter(total__gt=0))


class WindowTally(models.Model):
    """So many windows more, or fewer, in a category, of a pattern of hours, in a status.

    Only sums tell a number of windows: triggers in PostgreSQL add rows for every change,
    by whatever writer, and now and then put them together (docs/adr/0021-window-tally.md).
    Code only reads them. `category` is None in the rows that count every window once.
    """

    category = models.BigIntegerField(null=True)
    hours_pattern = models.CharField(max_length=32, null=True)  # noqa: DJ001 (as a window has it)
    status = models.CharField(max_length=10)
    reachable = models.BooleanField()
    number = models.BigIntegerField()

    objects = WindowTallyQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.category} {self.hours_pattern} {self.status} {self.number:+d}"
