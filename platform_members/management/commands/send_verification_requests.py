"""`manage.py send_verification_requests`: ask whether facts are still true. Run it every night."""

from django.utils import timezone

from directory.nightly import NightlyCommand
from platform_members.verification.actions import send_verification_requests
from platform_members.verification.due import windows_without_recipient


class Command(NightlyCommand):
    """Mail the contacts of windows that are due, at most one mail a person and month."""

    help = "Ask the contacts of windows that are due for confirmation, at most once a month each."

    def handle(self, **options):
        now = timezone.now()
        work = send_verification_requests(now=now)
        self.stdout.write(
            f"Asked about {work.asked} windows by {work.mails} mails;"
            f" {work.refused} addresses were refused;"
            f" {work.unanswered} earlier links expired without an answer."
        )
        if without := windows_without_recipient(now).count():
            self.stdout.write(f"{without} windows are due and have nobody to ask.")
        if work.mails_wait:
            self.stdout.write(
                "The mail server takes nothing: `send_mails` tries again, and the other windows"
                " are asked about the next time."
            )
