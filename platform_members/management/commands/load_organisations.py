"""`manage.py load_organisations fixtures`: enter the members, their listings and their work."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from directory.loading import DamagedFixture
from platform_members.loading import load_organisations
from platform_members.models import Organisation


class Command(BaseCommand):
    """Add the organisations of a folder; leave what is there already as it is."""

    help = "Add the members, listings, programmes and meetings of a folder that are not there yet."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="holds organisations.json and the like")
        parser.add_argument(
            "--only-if-empty",
            action="store_true",
            help="do nothing when the database holds any organisation",
        )

    def handle(self, *, folder: Path, only_if_empty: bool, **options):
        if only_if_empty and Organisation.objects.exists():
            return
        there = set(Organisation.objects.values_list("name", flat=True))
        try:
            added = load_organisations(folder)
        except DamagedFixture as error:
            raise CommandError(f"{error} Nothing was loaded.") from error
        self.stdout.write(
            f"Added {added['organisation']} organisations and {added['listing']} listings,"
            f" {added['programme']} programmes and {added['meeting']} meetings."
        )
        for organisation in Organisation.objects.exclude(name__in=there):
            alike = Organisation.objects.exclude(pk=organisation.pk).similar_to(organisation.name)
            if alike:
                self.stderr.write(f"{organisation} is like {'、'.join(alike)}: compare them.")
