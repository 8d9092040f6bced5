"""Publishing of a member's proposal."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.changes import change_windows, publish_windows, verify_windows
from directory.facts.schema import WindowFacts
from directory.facts.snapshot import facts_of
from directory.models import AuditEntry, Window, WindowVersion
from platform_members.models import Listing, ListingUpdate, SubscribedWindow, User


def hold_facts(window: Window) -> WindowFacts:
    """Facts of a window, locked until this transaction ends."""
    return facts_of(Window.objects.select_for_update().get(pk=window.pk))


@transaction.atomic
def publish_proposal(
    *,
    update: ListingUpdate,
    facts: dict,
    by: User | None,
    comment: str = "",
    shows: bool = False,
    auto_approved: bool = False,
) -> None:
    """Write facts to the update's window, made now if it is new, and record the decision.

    Where the member had checked all facts, and these are what the window says now, they are
    confirmed as of that day. A new window stays a draft unless `shows`. Raises ValidationError,
    with nothing changed, when the facts no longer fit, for example because a category is gone.
    """
    window = update.window or _new_window(update)
    if update.window is None and update.shared:
        facts = facts | _owner(update.shared, update.saved_at)
    change_windows(
        changes=[(window, facts)],
        by=by,
        how=WindowVersion.How.UPDATED,
        comment=update.organisation.name,
    )
    if update.window is None:
        Listing.objects.create(window=window, organisation=update.organisation, made_by=by)
        if update.shared:
            update.shared.window = window
            update.shared.save(update_fields=["window"])
    update.window, update.result = window, window.versions.first()
    update.auto_approved = auto_approved
    update.decide(ListingUpdate.Status.APPROVED, at=timezone.now(), by=by, comment=comment)
    update.revision += 1
    update.save()
    what = _("審査なしで公開しました。") if auto_approved else _("承認しました。")
    AuditEntry.objects.record(AuditEntry.Kind.REVIEW, what, by=by, about=update)
    this_one = Window.objects.filter(pk=window.pk)
    if shows:
        publish_windows(windows=this_one, by=by)
    if update.confirms_its_result:
        comment = _("変更案を出したときの確認")
        verify_windows(
            windows=this_one, by=update.submitted_by, on=update.checked_on, comment=comment
        )


def _new_window(update: ListingUpdate) -> Window:
    """Window to make; one of another portal keeps its public ID. Raises ValidationError."""
    if update.shared is None:
        return Window()
    if Window.objects.with_uid(update.shared.uid):
        raise ValidationError({"name": _("同じ公開IDの窓口が、ここにもうあります。")})
    return Window(uid=update.shared.uid)


def _owner(shared: SubscribedWindow, told_at: datetime) -> dict:
    """Facts that say who owns a window, and when its owner told what it says."""
    return {
        "origin": shared.origin,
        "source": shared.subscription.name,
        "source_date": timezone.localdate(told_at).isoformat(),
    }
