"""What must hold before anything is done: asked again under lock, each refusal in a few words."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from directory.models import Window
from platform_members.models import Listing, ListingUpdate, Organisation, User
from platform_members.permissions import May


class UpdateRefused(Exception):
    """Nothing was changed; the text says why and what to do."""


class NothingChanged(UpdateRefused):
    """The proposal says what the window says already."""


class ChangedMeanwhile(UpdateRefused):
    """Somebody saved or decided something after this page was opened."""


def hold(organisation: Organisation) -> None:
    """Let one person at a time act for an organisation, or decide about what it proposes."""
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
    """What to tell whoever comes too late."""
    status = update.get_status_display()
    return ChangedMeanwhile(_("この変更案は、もう「%s」になっています。") % status)


def refuse_decided(update: ListingUpdate) -> None:
    """Raise ChangedMeanwhile when everything is said about an update."""
    if not update.is_open:
        raise decided_already(update)


def refuse_unless_waiting(update: ListingUpdate) -> None:
    """Raise ChangedMeanwhile when there is nothing to decide."""
    if not update.is_waiting:
        raise decided_already(update)


def refuse_other_revision(update: ListingUpdate, seen: int, text: str) -> None:
    """Raise ChangedMeanwhile, with a text, when the update is not what somebody saw."""
    if update.revision != seen:
        raise ChangedMeanwhile(text)


def refuse_other_version(window: Window, seen: int | None) -> None:
    """Raise ChangedMeanwhile when the window, locked, says something else than somebody saw."""
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


def refuse_open_conflicts(update: ListingUpdate, current: Mapping, taken: dict | None) -> None:
    """Raise UpdateRefused while nobody has said which of two changes of one fact holds."""
    if set(update.conflicts_with(current)) - set(taken or {}):
        raise UpdateRefused(
            _("職員があとから直した項目があります。どちらの内容にするかを選んでください。")
        )
