"""`manage.py fetch_subscriptions`: run every night."""

from django.utils import timezone

from directory.nightly import NightlyCommand
from platform_members.sharing.actions import Outcome
from platform_members.sharing.nightly import fetch_subscriptions


class Command(NightlyCommand):
    """Ask other portals for the windows that staff have chosen."""

    help = (
        "Asks other portals for their chosen windows: changes are proposed to the reviewers, or"
        " public at once where staff trust them; what has ended there is suspended here."
    )

    def handle(self, **options):
        found = fetch_subscriptions(now=timezone.now)
        self.stdout.write(
            f"{found[Outcome.PROPOSED]} windows with changes proposed,"
            f" {found[Outcome.APPLIED]} changed at once, {found[Outcome.SUSPENDED]} suspended."
        )
