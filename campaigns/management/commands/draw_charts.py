"""`manage.py draw_charts`: once after an upgrade that draws charts in another way."""

from django.core.management.base import BaseCommand

from campaigns.charts.store import draw_missing
from campaigns.models import Campaign


class Command(BaseCommand):
    """Draw the charts that are missing, forget those of older figures."""

    help = "Draw the charts of all campaigns that are missing."

    def handle(self, **options):
        drawn = draw_missing(Campaign.objects.with_results())
        self.stdout.write(f"Drew {drawn} charts.")
