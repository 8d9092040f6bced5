"""Uploads of sheets: rows in preview before they are taken in."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SheetUploadQuerySet(models.QuerySet["SheetUpload"]):
    """Uploads, asked for in the words of the domain."""

    def of(self, user) -> Self:
        """Those that a person has made and not yet taken in."""
        return self.filter(made_by=user).select_related("round")

    def made_before(self, moment: datetime) -> Self:
        """Those read before a moment and never taken in."""
        return self.filter(made_at__lt=moment)


class SheetUpload(models.Model):
    """Rows read from one or several files; deleted once they are taken in."""

    round = models.ForeignKey(
        "platform_members.CollectionRound", models.CASCADE, related_name="+", verbose_name=_("照会")
    )
    rows = models.JSONField(_("行"))
    # Keys of organisations that have nothing to report, and of those whose files have faults.
    nothing = models.JSONField(_("該当なしの団体"), default=list)
    incomplete = models.JSONField(_("直すところのある団体"), default=list)
    left_out = models.JSONField(_("取り込まないところ"), default=list)
    made_at = models.DateTimeField(_("読み取った日時"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("読み取った人")
    )

    objects = SheetUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("読み取ったシート")
        verbose_name_plural = _("読み取ったシート")

    def __str__(self) -> str:
        return f"{self.round}（{self.made_by}）"
