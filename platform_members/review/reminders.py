"""Daily reminder to reviewers: updates that have waited more than five working days."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from directory.models import day_calendar
from platform_members.listings.mails import updates_kept_waiting
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
