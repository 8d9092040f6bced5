"""Listings: windows that organisations look after."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.fields import person_field
from platform_members.models.organisation import Organisation


class ListingQuerySet(models.QuerySet["Listing"]):
    """Listings, asked for in the words of the domain."""

    def viewable_by(self, user) -> Self:
        """Those of organisations whose desk a person may look at."""
        return self.filter(organisation__in=Organisation.objects.viewable_by(user))

    def editable_by(self, user) -> Self:
        """Those to which a person may propose changes."""
        return self.filter(organisation__in=Organisation.objects.editable_by(user))

    def of_window(self, window, organisation) -> Self:
        """The one, if any, by which an organisation looks after a window."""
        return self.filter(window=window, organisation=organisation)

    def for_desk(self) -> Self:
        """With the windows and their hours, in a constant number of queries."""
        related = ("window__hours_rules", "window__hours_exceptions", "window__phones")
        return self.select_related("window", "organisation").prefetch_related(*related)


class Listing(models.Model):
    """A window that a member organisation looks after."""

    window = models.OneToOneField(
        "directory.Window", models.CASCADE, related_name="listing", verbose_name=_("相談窓口")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="listings", verbose_name=_("団体")
    )
    made_at = models.DateTimeField(_("任せた日時"), default=timezone.now, editable=False)
    made_by = person_field(_("任せた人"), null=True, blank=True, editable=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("団体が見る窓口")
        verbose_name_plural = _("団体が見る窓口")
        ordering = ["window__order", "window_id"]

    def __str__(self) -> str:
        return f"{self.window}／{self.organisation}"
