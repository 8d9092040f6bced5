"""`manage.py prune`: run every night."""

from django.utils import timezone

from directory.nightly import NightlyCommand
from platform_members.pruning import prune


class Command(NightlyCommand):
    """Delete sessions, mails, invitations and other personal data whose time is over."""

    help = "Deletes personal data whose time is over (docs/security.md has the rules)."

    def handle(self, **options):
        for name, count in prune(now=timezone.now()).items():
            self.stdout.write(f"{name}: {count} deleted")
