"""For the night's timer: remind those who have not answered a round."""

from django.utils import timezone

from directory.nightly import NightlyCommand
from platform_members.rounds.actions import remind_by_night


class Command(NightlyCommand):
    """Remind a week before the due date, the day before it and the day after."""

    help = "Mails the organisations that have not answered an open round, near its due date."

    def handle(self, **options):
        """Remind, and say how many organisations were."""
        count = remind_by_night(now=timezone.now())
        self.stdout.write(f"{count} organisations were reminded.")
