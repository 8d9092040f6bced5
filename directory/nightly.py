"""Commands that a timer runs: each notes its success, which `/readyz` reads."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from directory.models import NightlyJob


class NightlyCommand(BaseCommand):
    """A command whose success is noted under its own name; one that raises is not noted."""

    def execute(self, *args, **options):
        output = super().execute(*args, **options)
        NightlyJob.objects.note(type(self).__module__.rpartition(".")[2], at=timezone.now())
        return output
