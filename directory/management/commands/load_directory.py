"""`manage.py load_directory fixtures`: fill an empty portal with the city's real data."""

from pathlib import Path

from directory.loading import load_directory
from directory.management.load_command import LoadCommand
from directory.models import Category, Window


class Command(LoadCommand):
    """Add the categories and windows of a folder; leave what is there already as it is."""

    help = "Add the categories and windows of a folder that are not in the database yet."
    files = "categories.json and windows.json"

    def handle(self, *, folder: Path, only_if_empty: bool, **options):
        if only_if_empty and (Category.objects.exists() or Window.objects.exists()):
            return
        added = load_directory(folder)
        self.stdout.write(
            f"Added {added['category']} categories, {added['window']} windows"
            f" and {added['searchterm']} search terms."
        )
