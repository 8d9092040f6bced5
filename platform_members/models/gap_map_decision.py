"""Publication of gap maps: every decision is kept, the latest one of each map counts."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.fields import person_field


class GapAxis(models.TextChoices):
    """Kind of a map's columns; there is one map for each, every fiscal year."""

    KINDS = "kinds", _("分野と支援の種別")
    STEPS = "steps", _("分野とスモールステップ")


class GapMapDecisionQuerySet(models.QuerySet["GapMapDecision"]):
    """Decisions, asked for in the words of the domain."""

    def public_maps(self) -> set[tuple[int, str]]:
        """Fiscal year and axis of each map that is public now; internal unless decided otherwise.

        One query.
        """
        each = ("fiscal_year", "axis")
        latest = self.order_by(*each, "-pk").distinct(*each)
        return {(row.fiscal_year, row.axis) for row in latest if row.public}


class GapMapDecision(models.Model):
    """Decision to publish the gap map of a fiscal year and axis, or to withdraw it."""

    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    axis = models.CharField(_("表"), max_length=10, choices=GapAxis)
    public = models.BooleanField(_("公開する"))
    decided_at = models.DateTimeField(_("決めた日時"), default=timezone.now)
    decided_by = person_field(_("決めた人"))

    objects = GapMapDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("支援の地図の公開")
        verbose_name_plural = _("支援の地図の公開")

    def __str__(self) -> str:
        return str(_("公開") if self.public else _("非公開"))
