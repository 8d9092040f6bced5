"""`manage.py remind_reviewers`: run every night."""

from django.utils import timezone

from directory.nightly import NightlyCommand
from platform_members.review.reminders import remind_reviewers


class Command(NightlyCommand):
    """Remind the reviewers, once a day at most."""

    help = "Mails the reviewers when updates have waited for more than five working days."

    def handle(self, **options):
        count = remind_reviewers(now=timezone.now())
        self.stdout.write(f"{count} updates have waited for too long.")
