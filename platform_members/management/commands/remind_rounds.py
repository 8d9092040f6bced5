"""`manage.py remind_rounds`: run every night."""

from django.utils import timezone

from directory.nightly import NightlyCommand
from platform_members.rounds.actions import remind_by_night


class Command(NightlyCommand):
    """Remind a week before the due date, the day before it and the day after."""

    help = "Mails the organisations that have not answered an open round, near its due date."

    def handle(self, **options):
        count = remind_by_night(now=timezone.now())
        self.stdout.write(f"{count} organisations were reminded.")
