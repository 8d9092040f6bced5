from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """Campaigns (広報): what the city published or advertised, at what cost, with what result."""

    name = "campaigns"
    verbose_name = _("広報の報告")

    def ready(self):
        """Register the tables and the addresses that residents see."""
        from campaigns.charts import store
        from campaigns.public import mirrored
        from directory import catalogue
        from directory.api.files import datasets
        from directory.deeds.undoing import put_back
        from directory.mirror import addresses

        names = ("Campaign", "MediumResult", "Kpi", "KpiValue", "Drawing")
        catalogue.holds(*map(self.get_model, names))
        addresses.provide(mirrored.addresses)
        # Asked when the page is opened: its views are no part of starting.
        datasets.provide(_reports)
        put_back.connect(store.draw_what_was_put_back, dispatch_uid="draw_what_was_put_back")


def _reports():
    from campaigns.public.open_data import reports

    return reports()
