"""`manage.py send_mails`: try again what the mail server did not take. Run it every minute."""

from django.utils import timezone

from directory.nightly import NightlyCommand
from platform_members.outbox.posting import send_due


class Command(NightlyCommand):
    """Send the mails that are due."""

    help = "Send the mails that are waiting, with growing pauses after each failure."

    def handle(self, **options):
        sent, failed = send_due(now=timezone.now())
        if sent or failed:
            self.stdout.write(f"Sent {sent} mails; {failed} could not be sent.")
