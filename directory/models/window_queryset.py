"""How windows are asked for: every page, feed and export starts from these words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from directory.models.category import Category
    from directory.models.window import Window


class WindowQuerySet(models.QuerySet):
    """Windows, asked for in the words of the domain."""

    def published(self) -> WindowQuerySet:
        """Those that residents may see; every public page, feed and export starts here."""
        return self.filter(status="published")

    def in_category(self, category: Category) -> WindowQuerySet:
        """Those that the booklet lists under a category."""
        return self.filter(categories=category)

    def in_categories(self, categories: Iterable[Category]) -> WindowQuerySet:
        """Those that the booklet lists under any of some categories, each once."""
        shared = self.model.categories.through.objects.filter(category__in=categories)
        return self.filter(pk__in=shared.values("window"))

    def search(self, text: str) -> WindowQuerySet:
        """Those found for what a resident typed, the most fitting first.

        `directory.finding.find` tells more of how they were found.
        """
        # Searching builds on the models: imported here, it may build on windows too.
        from directory.finding import find

        return self.in_this_order(find(text, among=self).windows)

    def in_this_order(self, keys: list[int]) -> WindowQuerySet:
        """Those with these primary keys, in the order of the keys."""
        place = models.Func(models.Value(keys), models.F("pk"), function="array_position")
        return self.filter(pk__in=keys).order_by(place)

    def urgent(self) -> WindowQuerySet:
        """Those that answer round the clock, every day of the year."""
        return self.filter(urgent=True)

    def for_help(self) -> WindowQuerySet:
        """Those to offer whoever is in danger or does not know where to turn."""
        return self.filter(
            models.Q(urgent=True) | models.Q(uid=settings.GENERAL_WINDOW_UID)
        ).prefetch_related("phones")

    def by_reservation(self, reservation: str) -> WindowQuerySet:
        """Those with a `Window.Reservation` value."""
        return self.filter(reservation=reservation)

    def reached_by(self, channel: str) -> WindowQuerySet:
        """Those that can be consulted through a `Window.Channel` value."""
        return self.filter(channels__contains=[channel])

    def related_to(self, window: Window) -> WindowQuerySet:
        """Other windows in the same categories, those that share most of them first."""
        return (
            self.filter(categories__in=window.categories.all())
            .exclude(pk=window.pk)
            .exclude(uid=settings.GENERAL_WINDOW_UID)
            .annotate(shared=models.Count("categories"))
            .order_by("-shared", "order", "pk")
        )

    def not_indexed(self) -> WindowQuerySet:
        """Those that search does not know yet."""
        return self.filter(search=None)

    def for_reading(self) -> WindowQuerySet:
        """With everything that a page shows, in a constant number of queries."""
        return self.prefetch_related("categories", "phones")
