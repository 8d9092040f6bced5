"""Command that loads a folder of fixtures; each app has one of its own."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from directory.loading import DamagedFixture


class LoadCommand(BaseCommand):
    """Command with the argument `folder`, which names the fault of a damaged file."""

    files: str

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help=f"holds {self.files}")
        parser.add_argument(
            "--only-if-empty", action="store_true", help="add nothing where there is anything"
        )

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except DamagedFixture as error:
            raise CommandError(f"{error} Nothing was loaded.") from error
