"""`manage.py remind_reviewers`: run every night."""

from django.utils import timezone

from directory.nightly import NightlyCommand
from platform_members.review.reminders import remind_of_reopenings, remind_reviewers


class Command(NightlyCommand):
    """Remind the reviewers, once a day at most."""

    help = "Mails the reviewers when updates have waited too long, or windows were to open again."

    def handle(self, **options):
        now = timezone.now()
        count, windows = remind_reviewers(now=now), remind_of_reopenings(now=now)
        self.stdout.write(f"{count} updates have waited for too long.")
        self.stdout.write(f"{windows} suspended windows were to open again by today.")
