"""`manage.py check_links`: every night, so that broken links are found soon."""

from django.utils import timezone

from directory.links.nightly import check_links
from directory.models import LinkCheck
from directory.nightly import NightlyCommand


class Command(NightlyCommand):
    """Ask whether the websites and mail domains of all published windows still answer."""

    help = "Ask whether the websites and mail domains of all published windows still answer."

    def handle(self, **options):
        found = check_links(now=timezone.now())
        unknown = LinkCheck.objects.not_checked().count()
        self.stdout.write(
            f"{found - unknown} links checked, {LinkCheck.objects.broken().count()} broken."
        )
        if unknown:
            self.stderr.write(f"{unknown} links could not be checked: the network did not answer.")
