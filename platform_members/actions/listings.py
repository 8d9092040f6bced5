"""What members may do with their own windows at once, without a reviewer."""

from django.db import transaction
from django.utils.translation import gettext as _

from directory.actions import suspend_windows, verify_windows
from directory.models import Window
from platform_members.actions import guards
from platform_members.mails.updates import listing_suspended
from platform_members.models import Listing, User


@transaction.atomic
def suspend_listing(*, listing: Listing, reason: str, by: User) -> None:
    """Hide a window from residents at once, because it is closed, and tell the staff.

    Only staff show it again. Raises UpdateRefused when it is not public.
    """
    windows = _held_window(listing, by)
    if not suspend_windows(windows=windows, by=by, reason=reason):
        raise guards.UpdateRefused(_("この窓口は、いま公開されていません。"))
    listing_suspended(listing=listing, reason=reason, by=by)


@transaction.atomic
def confirm_listing(*, listing: Listing, seen: int | None, by: User) -> None:
    """Record that what a window says is still true, as far as the member has seen it.

    `seen` is the newest version when the page was opened. Raises ChangedMeanwhile.
    """
    windows = _held_window(listing, by)
    guards.refuse_other_version(listing.window, seen)
    verify_windows(windows=windows, by=by)


def _held_window(listing: Listing, by: User):
    """Return the listing's window, held, while the person may still act for it."""
    guards.hold(listing.organisation)
    guards.refuse_strangers(listing.organisation, by)
    guards.refuse_foreign_window(listing.organisation, listing.window)
    windows = Window.objects.filter(pk=listing.window_id)
    windows.select_for_update().get()
    return windows
