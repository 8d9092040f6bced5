"""The subjects under which the booklet groups its windows."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.booklet.glyphs import validate_printable


class CategoryQuerySet(models.QuerySet):
    """Categories, in the booklet's order."""

    def with_window_counts(self) -> "CategoryQuerySet":
        """Add `window_count`: how many windows a resident finds in each."""
        published = Q(windows__status="published")
        return self.annotate(window_count=Count("windows", filter=published)).order_by("order")

    def in_slugs(self, slugs: Iterable[str]) -> "CategoryQuerySet":
        """Those with these slugs."""
        return self.filter(slug__in=slugs)

    def names_by_slug(self) -> dict[str, str]:
        """What each is called, in one query."""
        return dict(self.values_list("slug", "name"))


class Category(models.Model):
    """A subject (分野), known by the same colour, pictogram and words on screen and paper."""

    class Mark(models.TextChoices):
        """A pictogram with its colour; never shown without the category's name."""

        HOUSE = "house", _("家と円（茶）")
        BRIEFCASE = "briefcase", _("かばん（青）")
        CHILD = "child", _("子ども（だいだい）")
        SCHOOL = "school", _("角帽（緑）")
        HEART = "heart", _("ハート（べに）")
        CANE = "cane", _("つえの人（紫）")
        WHEELCHAIR = "wheelchair", _("車いす（青緑）")
        PEOPLE = "people", _("ふたり（灰）")

    slug = models.SlugField(
        _("アドレス"),
        unique=True,
        help_text=_("ページのアドレスに使います。公開したあとは変えないでください。"),
    )
    name = models.CharField(
        _("分野名"), max_length=30, unique=True, validators=[validate_printable]
    )
    order = models.PositiveSmallIntegerField(_("並び順"), unique=True)
    mark = models.CharField(_("マーク"), max_length=20, choices=Mark)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("分野")
        verbose_name_plural = _("分野")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory:category-view", args=[self.slug])
