"""Operations of staff: fetch another portal's list, choose the windows that are taken from it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.changes import change_windows
from directory.models import Window, WindowVersion
from platform_members.listings.actions import guards
from platform_members.models import Listing, ListingUpdate, SubscribedWindow, Subscription, User
from platform_members.sharing.portals import NoAnswer, list_windows


class ChoiceRefused(Exception):
    """Refusal of a choice, with nothing changed; its text says which window and why."""


def fetch_list(*, subscription: Subscription, now: datetime) -> str:
    """Keep what a portal offers; return what was wrong, "" for nothing.

    A list that was kept before stays where the portal does not answer. The request is made before
    anything is locked.
    """
    fault, offered = "", None
    try:
        offered = list_windows(subscription.address)
    except NoAnswer as error:
        fault = str(error)[:200]
    with transaction.atomic():
        row = Subscription.objects.select_for_update().get(pk=subscription.pk)
        row.fault = fault
        if offered is not None:
            row.offered, row.offered_at, row.answered_at = offered, now, now
        row.save(update_fields=["fault", "offered", "offered_at", "answered_at"])
    return fault


@transaction.atomic
def choose(
    *, subscription: Subscription, choices: Mapping[str, int | None], left: list[str], by: User
) -> int:
    """Take windows of a portal from now on, and others no more; return how many are new.

    `choices`: of each chosen one the window here that it is, None for one that is to be made.
    Raises ChoiceRefused.
    """
    guards.hold(subscription.organisation)
    offered = {row["uid"]: row for row in subscription.offered}
    known = {str(each.uid): each for each in SubscribedWindow.objects.of(subscription)}
    new = 0
    for uid, window in choices.items():
        shared = known.get(uid) or SubscribedWindow(subscription=subscription, uid=UUID(uid))
        if shared.pk and shared.chosen:
            continue
        row = offered.get(uid)
        if row is None or row["origin"] or row["ended"]:
            raise ChoiceRefused(_("この窓口は、このポータルからは受け取れません。"))
        _take_over(shared, row["name"], window, by)
        new += 1
    for uid in left:
        if uid in known and known[uid].chosen:
            _leave(known[uid], by)
    return new


def _take_over(shared: SubscribedWindow, name: str, key: int | None, by: User) -> None:
    window = Window.objects.get_for_update(key) if key else Window.objects.with_uid(shared.uid)
    shared.window = window or shared.window
    shared.name, shared.chosen = name, True
    shared.chosen_at, shared.chosen_by = timezone.now(), by
    shared.facts, shared.etag, shared.fault, shared.ended_at = {}, "", "", None
    if shared.window:
        _own(shared, shared.window, by)
    shared.save()


def _own(shared: SubscribedWindow, window: Window, by: User) -> None:
    """Let a window that is there already be its owner's. Raises ChoiceRefused."""
    names = {"name": str(window)}
    organisation = shared.subscription.organisation
    for other in SubscribedWindow.objects.of_window(window):
        if other.pk != shared.pk and other.subscription.is_in_use:
            raise ChoiceRefused(_("「%(name)s」は、ほかのポータルから受け取っています。") % names)
        if other.pk != shared.pk:
            _leave(other, by)
    listing, _is_made = Listing.objects.get_or_create(
        window=window, defaults={"organisation": organisation, "made_by": by}
    )
    if listing.organisation_id != organisation.pk:
        raise ChoiceRefused(_("「%(name)s」は、ほかの団体が受け持っています。") % names)
    if window.origin != shared.origin:
        how = WindowVersion.How.EDITED
        change_windows(changes=[(window, {"origin": shared.origin})], by=by, how=how)


def _leave(shared: SubscribedWindow, by: User) -> None:
    """Take it no more: the window here stays as it is, what waits of it is withdrawn."""
    shared.chosen = False
    shared.save(update_fields=["chosen"])
    for update in ListingUpdate.objects.of_shared(shared).waiting():
        update.decide(ListingUpdate.Status.WITHDRAWN, at=timezone.now(), by=by)
        update.revision += 1
        update.save()
