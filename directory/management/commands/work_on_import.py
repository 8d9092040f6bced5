"""Does one step of a large import, begun by the import's own page."""

import sys

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from directory.exchange.worker import work
from directory.models import ImportRun


class Command(BaseCommand):
    """Not for typing: the page gives the uploaded file on the standard input."""

    help = "Do the step that an import is in, for the person who began it."

    def add_arguments(self, parser):
        parser.add_argument("import_run", type=int)
        parser.add_argument("person", type=int)

    def handle(self, *args, import_run, person, **options):
        run = ImportRun.objects.get(pk=import_run)
        work(run, get_user_model().objects.get(pk=person), sys.stdin.buffer.read())
