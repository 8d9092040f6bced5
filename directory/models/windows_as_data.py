"""Questions that programs ask about public windows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from directory.models.window import Window

# Of a window that was in danger of being found nothing is told afterwards, not even its end.
_WITHDRAWN = Q(
    status__in=["suspended", "retired"],
    published_at__isnull=False,
    undone_import=None,
    confidential_location=False,
    discreet=False,
)


class WindowsAsData(models.QuerySet["Window"]):
    """Windows as open data lists them."""

    def with_withdrawn(self) -> Self:
        """The published ones, and those that were once and whose end may be told."""
        return self.filter(Q(status="published") | _WITHDRAWN)

    def with_public_place(self) -> Self:
        """Those of which it may be said where they are."""
        nowhere = Q(address="", place_note="")
        return self.filter(~nowhere, confidential_location=False)

    def in_category_called(self, slug: str) -> Self:
        """Those in the category with a slug."""
        return self.filter(categories__slug=slug)

    def with_category(self) -> Self:
        """Those in a category that is in use."""
        places = self.model.categories.through.objects.filter(window=models.OuterRef("pk"))
        return self.filter(models.Exists(places.filter(category__retired_at=None)))

    def with_channels(self) -> Self:
        """Those of which it is known how they can be consulted."""
        return self.exclude(channels=[])

    def get_or_none(self, key: int) -> Window | None:
        """The one with a primary key, if there is one."""
        return self.filter(pk=key).first()

    def providers(self) -> models.QuerySet:
        """The names of those who run them, each once."""
        return self.exclude(provider="").order_by().values_list("provider", flat=True).distinct()
