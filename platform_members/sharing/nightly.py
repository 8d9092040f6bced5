"""The night's round of other portals: each chosen window is asked for once."""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from directory.models import Category
from directory.open_data.hsds.reading import NoService, read_service
from platform_members.models import SubscribedWindow, Subscription
from platform_members.sharing import portals
from platform_members.sharing.actions import Outcome, Told, end, note_fault, note_no_change, take
from platform_members.sharing.mails import changes_proposed
from platform_members.sharing.portals import Ended, NoAnswer, NoPortal

logger = logging.getLogger(__name__)
# For one portal; what is left is asked for first in the next night.
MOST_TIME = timedelta(minutes=15)
MOST_SILENT = 3  # windows one after the other without any answer: the portal is gone
_ODD = (ValueError, TypeError, LookupError, AttributeError, OverflowError, DatabaseError)


def fetch_subscriptions(*, now: Callable[[], datetime]) -> Counter[Outcome]:
    """Ask every portal in use for its chosen windows; how often which outcome was had."""
    found: Counter[Outcome] = Counter()
    for subscription in Subscription.objects.in_use().select_related("organisation"):
        found += fetch_subscription(subscription, now=now)
    return found


def fetch_subscription(
    subscription: Subscription, *, now: Callable[[], datetime]
) -> Counter[Outcome]:
    """Ask one portal. What is wrong with it, or with a window, is noted for staff to read."""
    outcomes: Counter[Outcome] = Counter()
    until = monotonic() + MOST_TIME.total_seconds()
    fault, silent = "", 0
    try:
        portals.refuse_no_portal(subscription.address)
        chosen = SubscribedWindow.objects.chosen().of(subscription).longest_waiting_first()
        slugs = category_slugs()
        for shared in chosen.select_related("subscription__organisation"):
            if monotonic() > until:
                fault = _("時間がかかりすぎるので、残りは次の夜に受け取ります。")
                break
            try:
                outcomes.update(_fetch_one(shared, slugs, now()))
                silent = 0
            except NoPortal:
                silent += 1
                if silent == MOST_SILENT:
                    raise
    except NoPortal as error:
        fault = str(error)
    with transaction.atomic():
        row = Subscription.objects.select_for_update().get(pk=subscription.pk)
        row.fault = fault[:200]
        row.answered_at = row.answered_at if fault else now()
        row.save(update_fields=["fault", "answered_at"])
        if count := outcomes[Outcome.PROPOSED]:
            changes_proposed(subscription=row, count=count)
    return outcomes


def _fetch_one(shared: SubscribedWindow, slugs: dict[str, str], now: datetime) -> set[Outcome]:
    """Ask for one window and act on the answer. Raises NoPortal."""
    try:
        answer = portals.ask_for(shared.origin, shared.uid, shared.etag)
        if answer.given is None:
            note_no_change(shared=shared, now=now)
            return set()
        read = read_service(answer.given, slugs)
        return take(shared=shared, told=Told(read, answer.etag), now=now)
    except Ended as ended:
        return end(shared=shared, reason=str(ended), now=now)
    except (NoAnswer, NoService) as error:
        note_fault(shared=shared, fault=str(error), now=now)
        if isinstance(error, NoPortal):
            raise
    except _ODD:  # a stranger's answer that no check has foreseen keeps no other from being read
        logger.exception("An answer of another portal could not be taken")
        note_fault(shared=shared, fault=_("返事を読み取れません。"), now=now)
    return set()


def category_slugs() -> dict[str, str]:
    """Slugs of the categories in use, by slug and by name."""
    categories = list(Category.objects.in_use())
    return {each.slug: each.slug for each in categories} | {
        each.name: each.slug for each in categories
    }
