"""Number of the public content's version: one row, raised by triggers in PostgreSQL."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q


class CatalogueVersionQuerySet(models.QuerySet["CatalogueVersion"]):
    """The one row, read in one cheap query."""

    def current(self) -> int:
        """The number as of now; read it before the content that is kept under it."""
        return self.values_list("number", flat=True).first() or 0

    def has_new_calendar(self, moment: datetime) -> bool:
        """Whether a holiday or the year end has changed after a moment."""
        return self.filter(calendar_changed_at__gt=moment).exists()


class CatalogueVersion(models.Model):
    """A number that is higher whenever anything that residents read may have changed.

    A deferred trigger on every table of public content raises it once a transaction, when that
    commits, so that no writer can forget it and none waits for another's transaction
    (ADR 19). Code only reads it.
    """

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    # When a holiday or the year end last changed: then every window's hours read otherwise.
    calendar_changed_at = models.DateTimeField(null=True)

    objects = CatalogueVersionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(name="catalogue_version_is_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.number)
