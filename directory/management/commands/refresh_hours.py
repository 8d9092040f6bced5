"""`manage.py refresh_hours`: every night, so that "open now" stays answerable."""

from django.utils import timezone

from directory.nightly import NightlyCommand
from directory.open_now import index as hours_index


class Command(NightlyCommand):
    """Enter coming holidays and make the reception intervals of the next 60 days."""

    help = "Enter coming holidays and make the reception intervals of the next 60 days."

    def handle(self, **options):
        now = timezone.now()
        hours_index.refresh_hours(now=now)
        self.stdout.write(f"Reception hours can be told for {hours_index.days_left(now=now)} days.")
        for warning in hours_index.warnings(now=now):
            self.stderr.write(warning)
