"""Does one task of staff, begun by a page that watches it."""

from django.core.management.base import BaseCommand

from directory.models import Task
from directory.tasks import work


class Command(BaseCommand):
    """Not for typing: pages begin it."""

    help = "Do a task that staff have begun."

    def add_arguments(self, parser):
        parser.add_argument("task", type=int)

    def handle(self, *args, task, **options):
        work(Task.objects.select_related("made_by").get(pk=task))
