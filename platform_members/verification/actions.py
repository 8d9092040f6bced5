"""Operations of verification: send requests, take answers, close requests."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from directory.changes import reload, verify_windows
from directory.fields import longest_of
from directory.models import Window, WindowVersion
from platform_members.listings.actions import guards
from platform_members.models import OutgoingMail, User, VerificationRequest
from platform_members.models.verification import VerificationRequestQuerySet
from platform_members.verification.due import (
    are_shown,
    shown_facts,
    windows_by_person,
    windows_to_ask,
    windows_with_recipients,
)
from platform_members.verification.mails import changes_told, facts_asked

PEOPLE_AT_ONCE = 50
LONGEST_COMMENT = longest_of(WindowVersion, "comment")


class RequestClosed(Exception):
    """Refusal: the request is answered, expired or withdrawn, or its window is not public."""


class FactsChanged(Exception):
    """Refusal: the facts have changed since the contact opened the page."""


class NoRecipient(Exception):
    """Refusal: the window is not public, or has no address to write to."""


@dataclass
class NightsWork:
    """Result of a nightly run.

    Windows asked about and mails written for it; links that ran out; addresses that a server
    refused; whether the mail server takes nothing.
    """

    asked: int = 0
    mails: int = 0
    unanswered: int = 0
    refused: int = 0
    mails_wait: bool = False


def send_verification_requests(*, now: datetime) -> NightsWork:
    """Send requests for every window that is due; a mail server that is down loses none.

    A person gets one mail about all their windows. A second run at
    the same time, or within a month, sends no second one.
    """
    work = NightsWork(unanswered=close_unanswered(now=now), refused=note_refusals())
    people = iter(windows_by_person(now).items())
    windows = set()
    while not work.mails_wait and (some := list(islice(people, PEOPLE_AT_ONCE))):
        letters = [letter for each in some if (letter := _ask_person(*each, now=now))]
        work.mails += len(letters)
        windows |= {request.window_id for letter in letters for request in letter}
        work.refused += note_refusals()
        # Each attempt at a server that does not answer takes its time: the rest wait for a day.
        work.mails_wait = _none_got_through(letters)
    work.asked = len(windows)
    return work


@transaction.atomic
def _ask_person(address: str, keys: list[int], *, now: datetime) -> list[VerificationRequest]:
    """Mail one person about their windows that are still due once they are locked.

    The same windows are locked in the same order, so that a second process waits, and finds that
    the person has been written to.
    """
    list(Window.objects.filter(pk__in=keys).select_for_update().order_by("pk"))
    if VerificationRequest.objects.leaving_their_person_alone(now).to(address).exists():
        return []
    windows = windows_to_ask(now).filter(pk__in=keys).order_by("order", "pk").for_reading()
    theirs = [each for each in windows if address in _recipients(each)]
    return _ask(address, theirs, now=now, by=None) if theirs else []


def _recipients(window: Window) -> list[str]:
    """Recipients of a window (`windows_with_recipients`), in lower case."""
    return [each.lower() for each in window.recipients]  # type: ignore[attr-defined]  # an annotation


def _ask(address: str, windows: list[Window], *, now: datetime, by: User | None):
    """Mail with a link for each of these locked windows."""
    new = [VerificationRequest.new(window=each, email=address, at=now, by=by) for each in windows]
    mail = facts_asked(address=address, links=new, now=now)
    for request, _token in new:
        request.mail = mail
    return VerificationRequest.objects.bulk_create(request for request, _token in new)


def _none_got_through(letters: list[list[VerificationRequest]]) -> bool:
    mails = [letter[0].mail_id for letter in letters]
    return bool(mails) and OutgoingMail.objects.waiting_among(mails).count() == len(mails)


def close_unanswered(*, now: datetime) -> int:
    """Close expired requests; their number."""
    over = VerificationRequest.objects.unanswered_at(now).filter(closed_at=None)
    return over.update(status=VerificationRequest.Status.UNANSWERED, closed_at=now)


def note_refusals() -> int:
    """Mark requests as bounced whose address a mail server has refused; their number."""
    refused = list(VerificationRequest.objects.refused_by_a_server())
    return sum(mark_bounced(request=each, by=None) for each in refused)


@transaction.atomic
def ask_again(*, request: VerificationRequest, by: User) -> list[VerificationRequest]:
    """Send new requests about the same window; earlier links stop working. Raises NoRecipient."""
    now = timezone.now()
    _lock(request)
    known = windows_with_recipients(now).exclude(recipients=[])  # type: ignore[misc]  # an annotation, no field
    window = known.filter(pk=request.window_id).for_reading().first()
    if window is None:
        raise NoRecipient
    close_unanswered(now=now)
    for earlier in window.verification_requests.waiting_at(now):
        earlier.withdraw(at=now, by=by)
        earlier.save()
        _stop_mail(earlier)
    came_back = window.verification_requests.in_status(VerificationRequest.Status.BOUNCED)
    mark_handled(requests=came_back, by=by)
    people = dict.fromkeys(_recipients(window))
    return [request for each in people for request in _ask(each, [window], now=now, by=by)]


@transaction.atomic
def confirm_facts(*, request: VerificationRequest, shown: str) -> None:
    """Confirm the facts that the contact was `shown`.

    Raises RequestClosed, FactsChanged, and UpdateRefused while a change is not decided.
    """
    now = timezone.now()
    request = _usable(request, now)
    guards.refuse_open_change(request.window)
    [window] = reload([request.window])
    if not are_shown(shown_facts(window, now), shown):
        raise FactsChanged
    comment = _("メールの確認（%(email)s）") % {"email": request.email}
    verify_windows(
        windows=Window.objects.filter(pk=window.pk),
        by=None,
        comment=Truncator(comment).chars(LONGEST_COMMENT),
    )
    request.confirm(at=now)
    request.save()
    _close_others(request, now)


@transaction.atomic
def tell_changes(*, request: VerificationRequest, message: str) -> None:
    """Save a contact's message of changes, and mail the staff. Raises RequestClosed."""
    now = timezone.now()
    request = _usable(request, now)
    request.tell_changes(message=message, at=now)
    request.save()
    _close_others(request, now)
    changes_told(request=request)


def _close_others(request: VerificationRequest, now: datetime) -> None:
    """Close the requests to other people about the same window."""
    for other in request.window.verification_requests.waiting_at(now).exclude(pk=request.pk):
        other.answered_elsewhere(at=now)
        other.save()
        _stop_mail(other)


@transaction.atomic
def mark_bounced(*, request: VerificationRequest, by: User | None) -> bool:
    """Mark a request as bounced; False where it is answered or closed."""
    request = _lock(request)
    if request.status not in (request.Status.SENT, request.Status.UNANSWERED):
        return False
    request.bounce(at=timezone.now(), by=by)
    request.save()
    _stop_mail(request)
    return True


@transaction.atomic
def mark_handled(*, requests: VerificationRequestQuerySet, by: User) -> list[VerificationRequest]:
    """Mark those of the requests that need staff as handled; return them."""
    waiting = list(requests.needing_staff().select_for_update(of=("self",)))
    for each in waiting:
        each.handled_at, each.handled_by = timezone.now(), by
        each.save(update_fields=["handled_at", "handled_by"])
    return waiting


def _lock(request: VerificationRequest) -> VerificationRequest:
    """Request as it is now, locked with its window: one answer, one mail at a time."""
    Window.objects.select_for_update().get(pk=request.window_id)
    rows = VerificationRequest.objects.select_for_update(of=("self",)).select_related("window")
    return rows.get(pk=request.pk)


def _usable(request: VerificationRequest, now: datetime) -> VerificationRequest:
    request = _lock(request)
    if not request.is_usable(now):
        raise RequestClosed
    return request


def _stop_mail(request: VerificationRequest) -> None:
    """Stop a mail that is not sent yet, once none of its links works."""
    if request.mail_id is None:
        return
    if not VerificationRequest.objects.of_mail(request.mail_id).waiting_at(timezone.now()).exists():
        OutgoingMail.objects.unsent().filter(pk=request.mail_id).update(next_attempt_at=None)
