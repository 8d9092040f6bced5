"""Operations of rounds: open, correct, remind, close, withdraw, resume."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_members.models import CollectionRound, Organisation, RoundAnswer, User
from platform_members.rounds.mails import (
    MailedOrganisations,
    round_due_changed,
    round_opened,
    round_reminder,
    round_resumed,
    round_withdrawn,
)
from platform_members.rounds.programme_actions import ProgrammeRefused

# Days before (and, negative, after) the due date on which those who have not answered are reminded.
REMIND_BEFORE = [7, 1, -1]


@transaction.atomic
def open_round(
    *, collection: CollectionRound, organisations: Iterable[Organisation], by: User
) -> MailedOrganisations:
    """Ask the organisations and mail their people. Raises ProgrammeRefused for a year twice."""
    collection.opened_by = by
    try:
        with transaction.atomic():
            collection.save()
    except IntegrityError as error:
        raise ProgrammeRefused(_("この年度の照会は、もうあります。")) from error
    return _ask(collection, organisations)


@transaction.atomic
def correct_round(
    *, collection: CollectionRound, seen: int, organisations: Iterable[Organisation]
) -> tuple[MailedOrganisations, MailedOrganisations]:
    """Keep the corrected title, explanation and due date of an open round; ask more organisations.

    Those asked before that have not answered are mailed when the due date is another one. Returns
    who was mailed the due date, and who was asked. Raises ProgrammeRefused when the round is open
    no more, or is not what the clerk saw (`seen`, its revision).
    """
    locked = _locked(collection)
    if not locked.is_open:
        raise ProgrammeRefused(_("この照会は受付中ではないので、直せません。"))
    if locked.revision != seen:
        raise ProgrammeRefused(
            _(
                "この照会は、ページをひらいたあとに、ほかの画面で直されています。"
                "いまの内容を確かめてから、入力しなおしてください。"
            )
        )
    collection.revision = seen + 1
    collection.save()
    late = _waiting(collection) if locked.due_on != collection.due_on else []
    told = round_due_changed(answers=late)
    there = set(collection.answers.values_list("organisation_id", flat=True))
    return told, _ask(collection, [each for each in organisations if each.pk not in there])


@transaction.atomic
def close_round(*, collection: CollectionRound, by: User) -> None:
    """Freeze the year. Raises ProgrammeRefused."""
    locked = _locked(collection)
    if locked.is_withdrawn:
        raise ProgrammeRefused(_("この照会は取り下げられているので、締め切れません。"))
    if not locked.is_open:
        raise ProgrammeRefused(_("この照会は、もう締め切られています。"))
    locked.close(at=timezone.now(), by=by)
    locked.save()


@transaction.atomic
def reopen_round(*, collection: CollectionRound, by: User) -> None:
    """Reopen a closed round. Raises ProgrammeRefused."""
    locked = _locked(collection)
    if locked.is_withdrawn:
        raise ProgrammeRefused(_("この照会は取り下げられています。"))
    if locked.is_open:
        raise ProgrammeRefused(_("この照会は、受付中です。"))
    locked.reopen()
    locked.save()


@transaction.atomic
def withdraw_round(*, collection: CollectionRound, by: User) -> MailedOrganisations:
    """Withdraw a round and mail all that were asked. Raises ProgrammeRefused."""
    locked = _locked(collection)
    if not locked.is_open:
        raise ProgrammeRefused(_("この照会は受付中ではないので、取り下げられません。"))
    locked.withdraw(at=timezone.now(), by=by)
    locked.save()
    return round_withdrawn(answers=locked.answers.for_lists())


@transaction.atomic
def resume_round(*, collection: CollectionRound, by: User) -> MailedOrganisations:
    """Resume a withdrawn round and mail those that have not answered. Raises ProgrammeRefused."""
    locked = _locked(collection)
    if not locked.is_withdrawn:
        raise ProgrammeRefused(_("この照会は、取り下げられていません。"))
    locked.reopen()
    try:
        with transaction.atomic():
            locked.save()
    except IntegrityError as error:
        raise ProgrammeRefused(
            _("この年度には、ほかの照会があります。そちらを取り下げてから、始めてください。")
        ) from error
    return round_resumed(answers=_waiting(locked))


@transaction.atomic
def remind(*, collection: CollectionRound, now: datetime) -> MailedOrganisations:
    """Mail those who have not answered, once a day at most; return those who were written to."""
    today = timezone.localdate(now)
    return _remind(due_for_reminder(collection, today).select_for_update(of=("self",)), today)


def due_for_reminder(collection: CollectionRound, today: date):
    """Answers not given yet and not asked for today."""
    return collection.answers.waiting().not_reminded_since(today).for_lists()


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
            due = due_for_reminder(collection, passed[-1]).select_for_update(of=("self",))
            reminded += len(_remind(due, today).written_to)
    return reminded


def _locked(collection: CollectionRound) -> CollectionRound:
    """The round as it stands, locked."""
    return CollectionRound.objects.select_for_update().get(pk=collection.pk)


def _waiting(collection: CollectionRound):
    return collection.answers.waiting().for_lists()


def _ask(collection: CollectionRound, organisations: Iterable[Organisation]) -> MailedOrganisations:
    answers = RoundAnswer.objects.bulk_create(
        RoundAnswer(round=collection, organisation=organisation) for organisation in organisations
    )
    return round_opened(answers=answers)


def _remind(answers: Iterable[RoundAnswer], today: date) -> MailedOrganisations:
    """Mail each, and save the day where a mail was possible."""
    told = MailedOrganisations()
    for answer in answers:
        written = round_reminder(answers=[answer], is_late=answer.round.is_late_on(today))
        told.mails |= written.mails
        if written.written_to:
            answer.reminded_on = today
            answer.save()
    return told
