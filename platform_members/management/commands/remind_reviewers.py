"""For the night's timer: tell the reviewers what has waited for too long."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from platform_members.review.reminders import remind_reviewers


class Command(BaseCommand):
    """Remind the reviewers, once a day at most."""

    help = "Mails the reviewers when updates have waited for more than five working days."

    def handle(self, **options):
        """Remind, and say how many updates are late."""
        count = remind_reviewers(now=timezone.now())
        self.stdout.write(f"{count} updates have waited for too long.")
