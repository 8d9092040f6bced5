"""`manage.py load_organisations fixtures`: enter the members, their listings and their work."""

from pathlib import Path

from directory.management.load_command import LoadCommand
from platform_members.loading import load_organisations
from platform_members.models import Organisation


class Command(LoadCommand):
    """Add the organisations of a folder; leave what is there already as it is."""

    help = "Add the members, listings, programmes and meetings of a folder that are not there yet."
    files = "organisations.json and the like"

    def handle(self, *, folder: Path, only_if_empty: bool, **options):
        if only_if_empty and Organisation.objects.exists():
            return
        there = set(Organisation.objects.values_list("name", flat=True))
        added = load_organisations(folder)
        self.stdout.write(
            f"Added {added['organisation']} organisations and {added['listing']} listings,"
            f" {added['programme']} programmes and {added['meeting']} meetings."
        )
        for organisation in Organisation.objects.exclude(name__in=there):
            alike = Organisation.objects.exclude(pk=organisation.pk).similar_to(organisation.name)
            if alike:
                self.stderr.write(f"{organisation} is like {'、'.join(alike)}: compare them.")
