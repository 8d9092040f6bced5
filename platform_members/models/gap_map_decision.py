"""Whether residents may see the gap map: every decision is kept, the latest one counts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class GapMapDecisionQuerySet(models.QuerySet):
    """Decisions, asked for in the words of the domain."""

    def is_public(self) -> bool:
        """Whether the map is public now; internal until somebody decides otherwise."""
        latest = self.order_by("-pk").first()
        return latest is not None and latest.public


class GapMapDecision(models.Model):
    """That staff opened the gap map to the public, or took it back."""

    public = models.BooleanField(_("公開する"))
    decided_at = models.DateTimeField(_("決めた日時"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("決めた人")
    )

    objects = GapMapDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("支援の地図の公開")
        verbose_name_plural = _("支援の地図の公開")

    def __str__(self) -> str:
        return str(_("公開") if self.public else _("非公開"))
