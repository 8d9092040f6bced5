"""What the welfare centre does with a round: open it, remind, close it, open it again."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_members.actions.programmes import ProgrammeRefused
from platform_members.mails.rounds import round_opened, round_reminder
from platform_members.models import CollectionRound, Organisation, RoundAnswer, User

# Days before (and, negative, after) the due date on which those who have not answered are reminded.
REMIND_BEFORE = [7, 1, -1]


@transaction.atomic
def open_round(
    *, collection: CollectionRound, organisations: Iterable[Organisation], by: User
) -> None:
    """Ask the organisations, and tell their people."""
    collection.opened_by = by
    collection.save()
    answers = RoundAnswer.objects.bulk_create(
        RoundAnswer(round=collection, organisation=organisation) for organisation in organisations
    )
    for answer in answers:
        round_opened(answer=answer)


@transaction.atomic
def close_round(*, collection: CollectionRound, by: User) -> None:
    """Freeze the year. Raises ProgrammeRefused."""
    held = CollectionRound.objects.select_for_update().get(pk=collection.pk)
    if not held.is_open:
        raise ProgrammeRefused(_("この照会は、もう締め切られています。"))
    held.close(at=timezone.now(), by=by)
    held.save()


@transaction.atomic
def reopen_round(*, collection: CollectionRound, by: User) -> None:
    """Take answers again, because something has to be corrected. Raises ProgrammeRefused."""
    held = CollectionRound.objects.select_for_update().get(pk=collection.pk)
    if held.is_open:
        raise ProgrammeRefused(_("この照会は、受付中です。"))
    held.reopen()
    held.save()


@transaction.atomic
def remind(*, collection: CollectionRound, now: datetime) -> tuple[int, list[Organisation]]:
    """Mail those who have not answered, once a day at most.

    Returns how many were mailed, and those for whom there is no address.
    """
    today = timezone.localdate(now)
    late = collection.answers.waiting().for_lists().select_for_update(of=("self",))
    due = [answer for answer in late if answer.reminded_on is None or answer.reminded_on < today]
    unreachable = _remind(due, today)
    return len(due) - len(unreachable), unreachable


@transaction.atomic
def remind_by_night(*, now: datetime) -> int:
    """Mail those who have not answered a week before the due date, the day before and after it."""
    today = timezone.localdate(now)
    reminded = 0
    for collection in CollectionRound.objects.open():
        days = [collection.due_on - timedelta(days=days) for days in REMIND_BEFORE]
        opened_on = timezone.localdate(collection.opened_at)
        passed = [day for day in days if opened_on < day <= today]
        if passed:
            late = collection.answers.waiting().for_lists().select_for_update(of=("self",))
            due = [
                answer
                for answer in late
                if answer.reminded_on is None or answer.reminded_on < passed[-1]
            ]
            reminded += len(due) - len(_remind(due, today))
    return reminded


def _remind(answers: list[RoundAnswer], today: date) -> list[Organisation]:
    """Write to each, and return those for whom there is no address."""
    unreachable = []
    for answer in answers:
        if not round_reminder(answer=answer, is_late=answer.round.is_late_on(today)):
            unreachable.append(answer.organisation)
            continue
        answer.reminded_on = today
        answer.save()
    return unreachable
