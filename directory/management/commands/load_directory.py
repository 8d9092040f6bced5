"""`manage.py load_directory fixtures`: fill an empty portal with the city's real data."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from directory.loading import DamagedFixture, load_directory
from directory.models import Category, Window


class Command(BaseCommand):
    """Add the categories and windows of a folder; leave what is there already as it is."""

    help = "Add the categories and windows of a folder that are not in the database yet."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="holds categories.json and windows.json")
        parser.add_argument(
            "--only-if-empty",
            action="store_true",
            help="do nothing when the database holds any category or window",
        )

    def handle(self, *, folder: Path, only_if_empty: bool, **options):
        if only_if_empty and (Category.objects.exists() or Window.objects.exists()):
            return
        try:
            added = load_directory(folder)
        except DamagedFixture as error:
            raise CommandError(f"{error} Nothing was loaded.") from error
        self.stdout.write(
            f"Added {added['category']} categories, {added['window']} windows"
            f" and {added['searchterm']} search terms."
        )
