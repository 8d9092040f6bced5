"""A round of other portals, by night or when staff ask: each chosen window is asked for once."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from directory.models import Category
from directory.open_data.hsds.reading import NoService, read_service
from platform_members.models import SubscribedWindow, Subscription
from platform_members.sharing import portals
from platform_members.sharing.actions import Outcome, Told, end, note_fault, note_no_change, take
from platform_members.sharing.mails import changes_proposed
from platform_members.sharing.portals import Ended, NoAnswer, NoPortal

logger = logging.getLogger(__name__)
LOCK = 24_203_904
MOST_SILENT = 3  # windows one after the other without any answer: the portal is gone
_ODD = (ValueError, TypeError, LookupError, AttributeError, OverflowError, DatabaseError)


class UnderWay(Exception):
    """Refusal: the windows of this portal are being asked for at this moment."""


@dataclass(frozen=True)
class Patience:
    """How long one portal is asked, in seconds; what is left is asked for first next time.

    `most`: after which no further window is asked for; `each`: for one answer.
    """

    most: float
    each: float


NIGHT = Patience(most=15 * 60, each=portals.SECONDS)


def _untold(_done: int, _total: int) -> None:
    """The night tells how far it is to no page."""


def fetch_subscriptions(*, now: Callable[[], datetime]) -> Counter[Outcome]:
    """Ask every portal in use for its chosen windows; how often which outcome was had."""
    found: Counter[Outcome] = Counter()
    for subscription in Subscription.objects.in_use().select_related("organisation"):
        try:
            found += fetch_subscription(subscription, now=now)
        except UnderWay:
            logger.info("A portal is being asked by staff at this moment")
    return found


def fetch_subscription(
    subscription: Subscription,
    *,
    now: Callable[[], datetime],
    progress: Callable[[int, int], None] = _untold,
) -> Counter[Outcome]:
    """Ask one portal. What is wrong with it, or with a window, is noted for staff to read.

    `progress` is told of how many windows how many have been asked for. Raises UnderWay, with
    nothing asked.
    """
    with _alone(subscription):
        outcomes, fault = _ask_all(subscription, now, progress)
    with transaction.atomic():
        row = Subscription.objects.select_for_update().get(pk=subscription.pk)
        row.fault = fault[:200]
        row.answered_at = row.answered_at if fault else now()
        row.save(update_fields=["fault", "answered_at"])
        if count := outcomes[Outcome.PROPOSED]:
            changes_proposed(subscription=row, count=count)
    return outcomes


@contextmanager
def _alone(subscription: Subscription) -> Iterator[None]:
    """Let no other process ask the same portal meanwhile. Raises UnderWay where one does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, subscription.pk])
        if not cursor.fetchone()[0]:
            raise UnderWay
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, subscription.pk])


def _ask_all(
    subscription: Subscription,
    now: Callable[[], datetime],
    progress: Callable[[int, int], None],
) -> tuple[Counter[Outcome], str]:
    """Ask for each chosen window; what was had, and what is wrong with the portal ("")."""
    outcomes: Counter[Outcome] = Counter()
    until, silent = monotonic() + NIGHT.most, 0
    try:
        portals.refuse_no_portal(subscription.address, NIGHT.each)
        chosen = SubscribedWindow.objects.chosen().of(subscription).longest_waiting_first()
        slugs = category_slugs()
        total = chosen.count()
        for number, shared in enumerate(chosen.select_related("subscription__organisation")):
            progress(number, total)
            if monotonic() > until:
                text = _("時間がかかりすぎるので、残りは次の夜に受け取ります。")
                return outcomes, text
            try:
                outcomes.update(_fetch_one(shared, slugs, now(), NIGHT.each))
                silent = 0
            except NoPortal:
                outcomes[Outcome.NOT_TAKEN] += 1
                silent += 1
                if silent == MOST_SILENT:
                    raise
    except NoPortal as error:
        return outcomes, str(error)
    return outcomes, ""


def _fetch_one(
    shared: SubscribedWindow, slugs: dict[str, str], now: datetime, seconds: float
) -> set[Outcome]:
    """Ask for one window and act on the answer. Raises NoPortal."""
    try:
        answer = portals.ask_for(shared.origin, shared.uid, shared.etag, seconds)
        if answer.given is None:
            note_no_change(shared=shared, now=now)
            return {Outcome.NOTHING}
        read = read_service(answer.given, slugs)
        return take(shared=shared, told=Told(read, answer.etag), now=now) or {Outcome.NOTHING}
    except Ended as ended:
        return end(shared=shared, reason=str(ended), now=now) or {Outcome.NOTHING}
    except (NoAnswer, NoService) as error:
        note_fault(shared=shared, fault=str(error), now=now)
        if isinstance(error, NoPortal):
            raise
    except _ODD:  # a stranger's answer that no check has foreseen keeps no other from being read
        logger.exception("An answer of another portal could not be taken")
        note_fault(shared=shared, fault=_("返事を読み取れません。"), now=now)
    return {Outcome.NOT_TAKEN}


def category_slugs() -> dict[str, str]:
    """Slugs of the categories in use, by slug and by name."""
    categories = list(Category.objects.in_use())
    return {each.slug: each.slug for each in categories} | {
        each.name: each.slug for each in categories
    }
