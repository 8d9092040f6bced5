"""`manage.py load_campaigns fixtures`: campaigns of the city's own report."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from campaigns.charts.store import draw_missing
from campaigns.loading import load_campaigns
from campaigns.models import Campaign
from directory.loading import DamagedFixture


class Command(BaseCommand):
    """Command that adds campaigns not in the database and draws missing charts."""

    help = "Add the campaigns of a folder that are not in the database yet, and draw their charts."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="holds campaigns.json")
        parser.add_argument(
            "--only-if-empty",
            action="store_true",
            help="add nothing when the database holds any campaign",
        )

    def handle(self, *, folder: Path, only_if_empty: bool, **options):
        added = 0
        if not (only_if_empty and Campaign.objects.exists()):
            try:
                added = load_campaigns(folder)
            except DamagedFixture as error:
                raise CommandError(f"{error} Nothing was loaded.") from error
        drawn = draw_missing(Campaign.objects.with_results())
        if added or drawn:
            self.stdout.write(f"Added {added} campaigns, drew {drawn} charts.")
