"""Stored charts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Drawing(models.Model):
    """Chart of a campaign's report as SVG, keyed by the fingerprint of its figures.

    Derived: `campaigns.charts.store.draw_missing` adds missing ones, deletes outdated ones.
    """

    campaign = models.ForeignKey(
        "campaigns.Campaign", models.CASCADE, related_name="drawings", verbose_name=_("広報")
    )
    fingerprint = models.CharField(_("指紋"), max_length=64)
    svg = models.TextField(_("図"))

    class Meta:
        verbose_name = _("図")
        verbose_name_plural = _("図")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "fingerprint"], name="drawing_once_a_campaign"
            )
        ]

    def __str__(self) -> str:
        return self.fingerprint[:8]
