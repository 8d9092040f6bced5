"""Guards of the operations on updates and listings, checked under lock, each with its refusal."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from directory.facts.diff import label_of
from directory.models import Window
from platform_members.models import Listing, ListingUpdate, Organisation, User
from platform_members.permissions import May


class UpdateRefused(Exception):
    """Refusal: nothing was changed; its text says why and what to do."""


class NothingChanged(UpdateRefused):
    """The proposal says what the window says already."""


class Unfinished(UpdateRefused):
    """Some of what a draft says cannot become public yet."""


class ChangedMeanwhile(UpdateRefused):
    """Refusal: another person has saved or decided since the page was opened."""


def hold(organisation: Organisation) -> None:
    """Lock an organisation: one person at a time acts for it or decides about its updates."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def refuse_strangers(organisation: Organisation, by: User) -> None:
    """Raise PermissionDenied for all but the organisation's editors of this moment."""
    if not Organisation.objects.editable_by(by).contains(organisation):
        raise PermissionDenied


def refuse_foreign_window(organisation: Organisation, window: Window | None) -> None:
    """Raise PermissionDenied when the organisation does not look after the window any more."""
    if window is not None and not Listing.objects.of_window(window, organisation).exists():
        raise PermissionDenied


def refuse_non_reviewers(by: User) -> None:
    """Raise PermissionDenied for all who may not decide about updates."""
    if not (by.is_active and by.has_perm(May.REVIEW)):
        raise PermissionDenied


def decided_already(update: ListingUpdate) -> ChangedMeanwhile:
    """Refusal of a decision about an update that is decided already."""
    status = update.get_status_display()
    return ChangedMeanwhile(_("この変更案は、もう「%s」になっています。") % status)


def refuse_decided(update: ListingUpdate) -> None:
    """Raise ChangedMeanwhile when an update is decided."""
    if not update.is_open:
        raise decided_already(update)


def refuse_unless_waiting(update: ListingUpdate) -> None:
    """Raise ChangedMeanwhile when an update does not wait for a decision."""
    if not update.is_waiting:
        raise decided_already(update)


def refuse_other_revision(update: ListingUpdate, seen: int, text: str) -> None:
    """Raise ChangedMeanwhile, with a text, when the update has another revision than was seen."""
    if update.revision != seen:
        raise ChangedMeanwhile(text)


def refuse_other_version(window: Window, seen: int | None) -> None:
    """Raise ChangedMeanwhile when the locked window has a newer version than was seen."""
    newest = window.versions.first()
    if newest is not None and newest.pk != seen:
        raise ChangedMeanwhile(
            _("ページをひらいたあとに、窓口の内容が変わりました。もう一度ご確認ください。")
        )


def refuse_open_change(window: Window) -> None:
    """Raise UpdateRefused while a change of the window is not decided."""
    if ListingUpdate.objects.of_windows([window.pk]).unsettled().exists():
        raise UpdateRefused(
            _(
                "この窓口には、まだ決まっていない変更案があります。"
                "変更案が決まるか、取り下げたあとで、「変更ありません」を押せます。"
            )
        )


def refuse_return_to_a_portal(update: ListingUpdate) -> None:
    """Raise UpdateRefused for a change of another portal: no person would correct it."""
    if update.submitted_by is None:
        raise UpdateRefused(
            _("ほかのポータルの変更案は、返せません。直して承認するか、見送ってください。")
        )


def refuse_unfinished(update: ListingUpdate) -> None:
    """Raise Unfinished while a draft has facts that cannot become public yet."""
    if update.unfinished:
        names = "、".join(f"「{label_of(name)}」" for name in update.unfinished)
        raise Unfinished(_("%sに、まだ直すところがあります。直してから出してください。") % names)


def refuse_open_conflicts(update: ListingUpdate, current: Mapping, taken: dict | None) -> None:
    """Raise UpdateRefused while a conflict between two changes of one fact is undecided."""
    if set(update.conflicts_with(current)) - set(taken or {}):
        raise UpdateRefused(
            _("職員があとから直した項目があります。どちらの内容にするかを選んでください。")
        )
