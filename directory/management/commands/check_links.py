"""`manage.py check_links`: every night, so that no resident taps a dead link for long."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from directory.links.nightly import check_links
from directory.models import LinkCheck


class Command(BaseCommand):
    """Ask whether the websites and mail domains of all published windows still answer."""

    help = "Ask whether the websites and mail domains of all published windows still answer."

    def handle(self, **options):
        checked = check_links(now=timezone.now())
        self.stdout.write(f"{checked} links checked, {LinkCheck.objects.broken().count()} broken.")
