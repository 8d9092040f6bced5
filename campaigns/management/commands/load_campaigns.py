"""`manage.py load_campaigns fixtures`: campaigns of the city's own report."""

from pathlib import Path

from campaigns.charts.store import draw_missing
from campaigns.loading import load_campaigns
from campaigns.models import Campaign
from directory.management.load_command import LoadCommand


class Command(LoadCommand):
    """Command that adds campaigns not in the database and draws missing charts."""

    help = "Add the campaigns of a folder that are not in the database yet, and draw their charts."
    files = "campaigns.json"

    def handle(self, *, folder: Path, only_if_empty: bool, **options):
        added = 0
        if not (only_if_empty and Campaign.objects.exists()):
            added = load_campaigns(folder)
        drawn = draw_missing(Campaign.objects.with_results())
        if added or drawn:
            self.stdout.write(f"Added {added} campaigns, drew {drawn} charts.")
