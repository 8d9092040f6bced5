"""`manage.py mirror`: every night, and after changes, so that pages stand without the database."""

from django.core.management.base import BaseCommand, CommandError

from directory.mirror import files
from directory.mirror.check import differences
from directory.mirror.write import MirrorIsBeingWritten, write_mirror


class Command(BaseCommand):
    """Write the public site as static files into MIRROR_FOLDER."""

    help = "Write the public site as static files into MIRROR_FOLDER."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="compare it with the pages of now")
        parser.add_argument("--quiet", action="store_true", help="say nothing where all is well")

    def handle(self, *, check, quiet, **options):
        if files.root() is None:
            raise CommandError("MIRROR_FOLDER is empty: no mirror is kept.")
        if check:
            self._check()
            return
        try:
            said = f"{write_mirror()} pages."
        except MirrorIsBeingWritten:
            said = "Another process is writing the mirror."
        if not quiet:
            self.stdout.write(said)

    def _check(self):
        found = differences()
        for path in found:
            self.stderr.write(path)
        if found:
            raise CommandError(f"{len(found)} pages of the mirror differ from those of now.")
        self.stdout.write("The mirror shows what the pages show.")
