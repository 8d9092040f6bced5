from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """What the city did to make itself known, what it cost, and what came of it."""

    name = "campaigns"
    verbose_name = _("広報の報告")

    def ready(self):
        """Name what is public."""
        from directory import catalogue

        names = ("Campaign", "MediumResult", "Kpi", "KpiValue", "Drawing")
        catalogue.holds(*map(self.get_model, names))
