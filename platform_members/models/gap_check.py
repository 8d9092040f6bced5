"""Check of a cell of the gap map: staff found that there is nothing, as far as they asked."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.fields import both_or_neither, person_field
from directory.models import Category
from platform_members.models.gap_map_decision import GapAxis


class GapCheckQuerySet(models.QuerySet["GapCheck"]):
    """Checks, asked for in the words of the domain."""

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def in_year(self, fiscal_year: int) -> Self:
        """Those of a fiscal year, with what a page shows of them."""
        return self.filter(fiscal_year=fiscal_year).select_related("category", "checked_by")

    def of_cell(self, fiscal_year: int, axis: str, slug: str, value: str) -> Self:
        """Those of one cell, the latest first."""
        in_cell = self.in_year(fiscal_year).filter(axis=axis, category__slug=slug, value=value)
        return in_cell.select_related("withdrawn_by").order_by("-pk")


class GapCheck(models.Model):
    """Check: staff asked who does one kind of support in one category, and found that none does.

    It is kept when it is withdrawn. Where a record turns up later, the record counts.
    """

    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    axis = models.CharField(_("表"), max_length=10, choices=GapAxis)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("分野"))
    value = models.CharField(_("種別かスモールステップ"), max_length=20)
    note = models.CharField(
        _("どのように確かめたか"),
        max_length=500,
        help_text=_("職員だけが読みます。例：13の課と社会福祉協議会に、電話で尋ねた。"),
    )
    checked_at = models.DateTimeField(_("確かめた日時"), default=timezone.now)
    checked_by = person_field(_("確かめた人"))
    withdrawn_at = models.DateTimeField(_("取り消した日時"), null=True)
    withdrawn_by = person_field(_("取り消した人"), null=True)

    objects = GapCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("支援の地図の確認")
        verbose_name_plural = _("支援の地図の確認")
        constraints = [
            models.CheckConstraint(
                name="gap_check_is_withdrawn_by_a_person", condition=both_or_neither("withdrawn")
            ),
            models.UniqueConstraint(
                name="gap_check_stands_once_a_cell",
                fields=["fiscal_year", "axis", "category", "value"],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}・{self.value}（{self.fiscal_year}）"

    def withdraw(self, *, at, by) -> None:
        """Set the withdrawn state. Not saved."""
        self.withdrawn_at, self.withdrawn_by = at, by
