"""What people do about meetings: say whether they come, and keep their calendar's address."""

from django.db import transaction
from django.utils import timezone

from platform_members.models import Attendance, CalendarFeed, Meeting, User


@transaction.atomic
def answer_meeting(*, meeting: Meeting, answer: str, by: User) -> None:
    """Record whether a person comes; a later answer replaces an earlier one."""
    Attendance.objects.update_or_create(
        meeting=meeting, user=by, defaults={"answer": answer, "answered_at": timezone.now()}
    )


@transaction.atomic
def renew_feed(*, by: User) -> str:
    """Give a person a secret address for their calendar; return the secret, which is not kept.

    An older address is dead from now on.
    """
    feed = CalendarFeed.objects.of(by).select_for_update().first() or CalendarFeed(user=by)
    token = feed.renew(at=timezone.now())
    feed.save()
    return token


@transaction.atomic
def add_meetings(*, meetings: list[Meeting], organisations: dict[int, list[int]]) -> None:
    """Add imported meetings, all or none; `organisations` are keys by the meeting's place."""
    for place, meeting in enumerate(meetings):
        meeting.save()
        meeting.organisations.set(organisations.get(place, []))
