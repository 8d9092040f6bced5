"""Asking contacts whether a window's facts are still true, and taking in what they answer."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from directory.actions import reread, verify_windows
from directory.models import Window, WindowVersion
from platform_members.mails.verification import changes_told, facts_asked
from platform_members.models import OutgoingMail, User, VerificationRequest
from platform_members.models.verification import VerificationRequestQuerySet
from platform_members.verification import (
    are_shown,
    shown_facts,
    windows_to_ask,
    windows_with_recipient,
)

WINDOWS_AT_ONCE = 50
LONGEST_COMMENT = WindowVersion._meta.get_field("comment").max_length


class RequestClosed(Exception):
    """It has been answered, has expired or was withdrawn, or its window is no longer public."""


class FactsChanged(Exception):
    """The contact has not seen what the portal says now."""


class NobodyToAsk(Exception):
    """Residents do not see the window, or there is no address to write to."""


@dataclass
class NightsWork:
    """What the night did: mails written; links that ran out; addresses that a server refused."""

    asked: int = 0
    unanswered: int = 0
    refused: int = 0
    mails_wait: bool = False


def send_verification_requests(*, now: datetime) -> NightsWork:
    """Ask about every window that is due; a mail server that is down delays, and loses nothing.

    Twice at once, or twice in a month, it sends no second mail about a window.
    """
    work = NightsWork(unanswered=close_unanswered(now=now), refused=note_refusals(now=now))
    keys = iter(list(windows_to_ask(now).order_by("pk").values_list("pk", flat=True)))
    while not work.mails_wait and (some := list(islice(keys, WINDOWS_AT_ONCE))):
        requests = _ask_some(some, now)
        work.asked += len(requests)
        work.refused += note_refusals(now=now)
        # Each attempt at a server that does not answer takes its time: the rest wait for a day.
        work.mails_wait = _none_got_through(requests)
    return work


@transaction.atomic
def _ask_some(keys: list[int], now: datetime) -> list[VerificationRequest]:
    """Lock windows first and see afterwards which are still to be asked about."""
    free = Window.objects.filter(pk__in=keys).select_for_update(skip_locked=True)
    locked = [window.pk for window in free.order_by("pk")]
    windows = windows_to_ask(now).filter(pk__in=locked).order_by("pk").for_reading()
    return [_ask(window, now=now, by=None) for window in windows]


def _ask(window: Window, *, now: datetime, by: User | None) -> VerificationRequest:
    """Write the mail and the request to the `recipient` of a window that is locked."""
    request, token = VerificationRequest.new(window=window, email=window.recipient, at=now, by=by)
    request.mail = facts_asked(request=request, token=token, now=now)
    request.save()
    return request


def _none_got_through(requests: list[VerificationRequest]) -> bool:
    waiting = VerificationRequest.objects.filter(pk__in=[request.pk for request in requests])
    waiting = waiting.filter(mail__sent_at=None, mail__next_attempt_at__isnull=False)
    return bool(requests) and waiting.count() == len(requests)


def close_unanswered(*, now: datetime) -> int:
    """Note which links ran out without an answer; return how many."""
    over = VerificationRequest.objects.unanswered_at(now).filter(closed_at=None)
    return over.update(status=VerificationRequest.Status.UNANSWERED, closed_at=now)


def note_refusals(*, now: datetime) -> int:
    """Note which addresses a mail server refused for good; return how many."""
    refused = list(VerificationRequest.objects.refused_by_a_server())
    return len([each for each in refused if mark_bounced(request=each, by=None)])


@transaction.atomic
def ask_again(*, request: VerificationRequest, by: User) -> VerificationRequest:
    """Send a new link about the same window; an earlier one dies. Raises NobodyToAsk."""
    now = timezone.now()
    _lock(request)
    windows = windows_with_recipient(now).exclude(recipient="").filter(pk=request.window_id)
    window = windows.for_reading().first()
    if window is None:
        raise NobodyToAsk
    close_unanswered(now=now)
    for earlier in window.verification_requests.waiting_at(now):
        earlier.withdraw(at=now, by=by)
        earlier.save()
        _stop_mail(earlier)
    came_back = window.verification_requests.in_status(VerificationRequest.Status.BOUNCED)
    mark_handled(requests=came_back, by=by)
    return _ask(window, now=now, by=by)


@transaction.atomic
def confirm_facts(*, request: VerificationRequest, shown: str) -> None:
    """The contact says that what was `shown` is true. Raises RequestClosed, FactsChanged."""
    now = timezone.now()
    request = _usable(request, now)
    [window] = reread([request.window])
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


@transaction.atomic
def tell_changes(*, request: VerificationRequest, message: str) -> None:
    """The contact says what has changed; the staff learn of it. Raises RequestClosed."""
    now = timezone.now()
    request = _usable(request, now)
    request.tell_changes(message=message, at=now)
    request.save()
    changes_told(request=request)


@transaction.atomic
def mark_bounced(*, request: VerificationRequest, by: User | None) -> bool:
    """Note that the mail came back; return whether anybody was still waiting for the answer."""
    request = _lock(request)
    if request.status not in (request.Status.SENT, request.Status.UNANSWERED):
        return False
    request.bounce(at=timezone.now(), by=by)
    request.save()
    _stop_mail(request)
    return True


def mark_handled(*, requests: VerificationRequestQuerySet, by: User) -> None:
    """Note that a clerk has seen to those among these that need it."""
    requests.needing_staff().update(handled_at=timezone.now(), handled_by=by)


def _lock(request: VerificationRequest) -> VerificationRequest:
    """Hold the window and read the request anew: one answer, one mail at a time."""
    Window.objects.select_for_update().get(pk=request.window_id)
    rows = VerificationRequest.objects.select_for_update(of=("self",)).select_related("window")
    return rows.get(pk=request.pk)


def _usable(request: VerificationRequest, now: datetime) -> VerificationRequest:
    request = _lock(request)
    if not request.is_usable(now):
        raise RequestClosed
    return request


def _stop_mail(request: VerificationRequest) -> None:
    """A link that is dead is not sent any more."""
    OutgoingMail.objects.unsent().filter(pk=request.mail_id).update(next_attempt_at=None)
