"""`manage.py draw_charts`: run once after an upgrade with a new DRAWING_VERSION."""

from django.core.management.base import BaseCommand

from campaigns.charts.store import draw_missing
from campaigns.models import Campaign


class Command(BaseCommand):
    """Command that draws missing charts and deletes outdated ones."""

    help = "Draw the charts of all campaigns that are missing."

    def handle(self, **options):
        drawn = draw_missing(Campaign.objects.with_results())
        self.stdout.write(f"Drew {drawn} charts.")
