"""Daily reminders to reviewers: updates that have waited, windows that were to open again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from directory.models import Window, day_calendar
from platform_members.listings.mails import reopenings_due, updates_kept_waiting
from platform_members.models import ListingUpdate, OutgoingMail
from platform_members.working_days import PATIENCE, working_days_before


@transaction.atomic
def remind_reviewers(*, now: datetime) -> int:
    """Mail the reviewers once a day; number of updates that have waited for too long."""
    today = timezone.localdate(now)
    first_late = working_days_before(PATIENCE + 1, today, day_calendar()) + timedelta(days=1)
    midnight = timezone.make_aware(datetime.combine(first_late, datetime.min.time()))
    late = ListingUpdate.objects.waiting().submitted_before(midnight).for_lists()
    oldest, count = late.first(), late.count()
    if oldest and not OutgoingMail.objects.of_kind_on("updates_kept_waiting", today).exists():
        updates_kept_waiting(count=count, oldest=oldest, days=PATIENCE)
    return count


@transaction.atomic
def remind_of_reopenings(*, now: datetime) -> int:
    """Mail the reviewers once a day while a window's day of reopening has come; their number."""
    today = timezone.localdate(now)
    windows = list(Window.objects.to_reopen_by(today))
    if windows and not OutgoingMail.objects.of_kind_on("reopenings_due", today).exists():
        reopenings_due(windows=windows)
    return len(windows)
