"""Operations of meetings: attendance, calendar feeds, imports and their undoing."""

from datetime import date

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import AuditEntry
from platform_members.fiscal_years import date_in, fiscal_year_of
from platform_members.meetings.matching import ComparedMeeting, Matching, fingerprint, snapshot
from platform_members.meetings.table import ListedMeeting
from platform_members.models import (
    Attendance,
    CalendarFeed,
    Meeting,
    MeetingImport,
    Organisation,
    User,
)


@transaction.atomic
def answer_meeting(*, meeting: Meeting, answer: str, by: User) -> None:
    """Record whether a person comes; a later answer replaces an earlier one."""
    Attendance.objects.update_or_create(
        meeting=meeting, user=by, defaults={"answer": answer, "answered_at": timezone.now()}
    )


@transaction.atomic
def renew_feed(*, by: User) -> str:
    """Secret of a new calendar feed of a person; only its hash is kept.

    An older address stops working.
    """
    feed = CalendarFeed.objects.of(by).select_for_update().first() or CalendarFeed(user=by)
    token = feed.renew(at=timezone.now())
    feed.save()
    return token


class ImportRefused(Exception):
    """Refusal: nothing was changed; its text says why and what to do."""


def compare_with_meetings(listed: list[ListedMeeting]) -> list[ComparedMeeting]:
    """Compare the rows of a list with the meetings in use of their fiscal years."""
    years = [fiscal_year_of(date.fromisoformat(each.values["date"])) for each in listed]
    if not years:
        return []
    first, last = date_in(min(years), 4, 1), date_in(max(years), 3, 31)
    meetings = Meeting.objects.in_use().between(first, last).for_lists()
    return Matching(meetings, dict(Organisation.objects.values_list("pk", "name"))).compare(listed)


@transaction.atomic
def apply_import(*, run: MeetingImport, seen: str, by: User) -> MeetingImport:
    """Write the meetings of a list, all or none; `seen` is the fingerprint of what was shown.

    Raises ImportRefused.
    """
    locked = MeetingImport.objects.select_for_update().get(pk=run.pk)
    if locked.applied_at:
        raise ImportRefused(_("この表は、もう取り込んであります。"))
    _lock_meetings()
    compared = compare_with_meetings([ListedMeeting(**row) for row in locked.rows])
    if fingerprint(compared) != seen or any(each.fault for each in compared):
        raise ImportRefused(
            _("ページをひらいたあとに、会議が変わりました。もう一度、内容を確かめてください。")
        )
    locked.changes = [_write(each) for each in compared if each.is_new or each.is_changed]
    locked.applied_at = timezone.now()
    locked.save()
    _record(locked, _("会議の表を取り込みました。"), by)
    return locked


@transaction.atomic
def undo_import(*, run: MeetingImport, by: User) -> list[Meeting]:
    """Restore meetings as they were before an import.

    Returns the meetings that stay, because they were changed since, or a person has answered.
    Raises ImportRefused.
    """
    locked = MeetingImport.objects.select_for_update().get(pk=run.pk)
    if not locked.may_be_undone:
        raise ImportRefused(_("この取り込みは、もう取り消してあります。"))
    _lock_meetings()
    keys = [change["meeting"] for change in locked.changes]
    there = Meeting.objects.for_lists().in_bulk(keys)
    staying = []
    for change in locked.changes:
        meeting = there.get(change["meeting"])
        if meeting and not _undo(meeting, change):
            staying.append(meeting)
    locked.undone_at, locked.undone_by = timezone.now(), by
    locked.save()
    _record(locked, _("会議の表の取り込みを取り消しました。"), by)
    return staying


def _record(run: MeetingImport, what: str, by: User) -> None:
    kind, number = AuditEntry.Kind.IMPORT, len(run.changes)
    AuditEntry.objects.record(kind, what, by=by, about=run, rows=number)


def _undo(meeting: Meeting, change: dict) -> bool:
    """Restore one meeting; False where that is not possible.

    A meeting that the list added is deleted only where it is unchanged and unanswered since.
    """
    if not meeting.is_in_use or snapshot(meeting) != change["after"]:
        return False
    if change["before"]:
        _set(meeting, change["before"])
    elif meeting.is_on_record:
        return False
    else:
        meeting.delete()
    return True


def _write(compared: ComparedMeeting) -> dict:
    meeting = compared.meeting or Meeting()
    _set(meeting, compared.after)
    return {
        "meeting": meeting.pk,
        "before": None if compared.is_new else compared.before,
        "after": compared.after,
    }


def _set(meeting: Meeting, values: dict) -> None:
    for name, value in values.items():
        if name != "organisations":
            setattr(meeting, name, value)
    meeting.save()
    meeting.organisations.set(values["organisations"])


def _lock_meetings() -> None:
    """Lock on meetings against other imports until this transaction ends."""
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(Meeting._meta.db_table)
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
