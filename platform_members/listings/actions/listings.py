"""Operations of members on their own windows that need no reviewer."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from directory.changes import suspend_windows, unverify_windows, verify_windows
from directory.models import Window, WindowVersion
from platform_members.listings.actions import guards
from platform_members.listings.mails import listing_suspended
from platform_members.models import Listing, User


@transaction.atomic
def suspend_listing(
    *, listing: Listing, reason: str, reopens_on: date | None = None, by: User
) -> None:
    """Hide a window from residents at once, because it is closed, and tell the staff.

    Only staff show it again. Raises UpdateRefused when it is not public.
    """
    windows = _locked_window(listing, by)
    if not suspend_windows(windows=windows, by=by, reason=reason, reopens_on=reopens_on):
        raise guards.UpdateRefused(_("この窓口は、いま公開されていません。"))
    listing_suspended(listing=listing, window=windows.get(), by=by)


@transaction.atomic
def confirm_listing(*, listing: Listing, seen: int | None, by: User) -> None:
    """Confirm the facts of a window, as the member has seen them.

    `seen` is the newest version when the page was opened. Raises ChangedMeanwhile, and
    UpdateRefused while a change is open or when the window is in the directory no more.
    """
    windows = _locked_window(listing, by)
    guards.refuse_other_version(listing.window, seen)
    guards.refuse_open_change(listing.window)
    if windows.get().status == Window.Status.RETIRED:
        raise guards.UpdateRefused(_("この窓口は廃止されています。確認はいりません。"))
    verify_windows(windows=windows, by=by)


@transaction.atomic
def take_back_confirmation(*, listing: Listing, by: User) -> None:
    """Undo the person's own last confirmation. Raises UpdateRefused when there is none."""
    windows = _locked_window(listing, by)
    if not own_confirmation(listing.window, by):
        raise guards.UpdateRefused(_("取り消せる確認がありません。何も変わっていません。"))
    unverify_windows(windows=windows, by=by)


def own_confirmation(window: Window, person: User) -> WindowVersion | None:
    """Last confirmation of a window, if this person gave it and may take it back."""
    return own_confirmations([window], person).get(window.pk)


def own_confirmations(windows: list[Window], person: User) -> dict[int, WindowVersion]:
    """Those windows' last confirmations that this person gave and may take back, in one query."""
    return {
        key: latest
        for key, latest in WindowVersion.objects.latest_confirmations(windows).items()
        if latest.can_be_taken_back and latest.made_by_id == person.pk
    }


def _locked_window(listing: Listing, by: User):
    """Queryset of the listing's window, which is locked. Raises PermissionDenied."""
    guards.hold(listing.organisation)
    guards.refuse_strangers(listing.organisation, by)
    guards.refuse_foreign_window(listing.organisation, listing.window)
    windows = Window.objects.filter(pk=listing.window_id)
    windows.select_for_update().get()
    return windows
