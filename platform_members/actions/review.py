"""What reviewers decide about changes that members propose: once, on what they have seen."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_members.actions.publishing import hold_facts, publish_proposal
from platform_members.actions.refusals import ChangedMeanwhile, UpdateRefused, decided_already
from platform_members.mails.updates import (
    PERMISSION,
    update_approved,
    update_declined,
    update_returned,
)
from platform_members.models import Listing, ListingUpdate, Organisation, User
from platform_members.proposals import merged


@dataclass(frozen=True)
class Seen:
    """What a reviewer had before them: the update's revision, the window's newest version."""

    revision: int
    version: int | None

    @classmethod
    def of(cls, update: ListingUpdate) -> "Seen":
        """What there is to see now."""
        newest = update.window and update.window.versions.first()
        return cls(update.revision, newest.pk if newest else None)


@transaction.atomic
def approve(
    *,
    update: ListingUpdate,
    seen: Seen,
    taken: dict[str, bool] | None = None,
    comment: str = "",
    shows: bool = False,
    by: User,
) -> ListingUpdate:
    """Make a proposed change public.

    `taken` says of each changed fact whether it becomes public; without it all do. Where staff
    have changed the same fact meanwhile it must be told: nothing is overwritten unasked. A new
    window stays a draft unless `shows`. Raises UpdateRefused, or ValidationError when the facts
    no longer fit.
    """
    update = _to_decide(update, seen, by)
    if update.window is None:
        facts = update.facts
    else:
        current = hold_facts(update.window)
        _refuse_older(update, seen)
        names = _taken_names(update, current, taken)
        facts = merged(current, update.facts, names)
    publish_proposal(update=update, facts=facts, by=by, comment=comment, shows=shows)
    update_approved(update=update)
    return update


@transaction.atomic
def approve_corrected(
    *,
    update: ListingUpdate,
    seen: Seen,
    facts: dict,
    comment: str = "",
    shows: bool = False,
    by: User,
) -> ListingUpdate:
    """Make public what a reviewer made of a proposed change. Raises as `approve` does."""
    update = _to_decide(update, seen, by)
    if update.window is not None:
        hold_facts(update.window)
        _refuse_older(update, seen)
    publish_proposal(update=update, facts=facts, by=by, comment=comment, shows=shows)
    update_approved(update=update)
    return update


@transaction.atomic
def return_update(*, update: ListingUpdate, seen: Seen, comment: str, by: User) -> None:
    """Give a change back to the organisation to be mended. Raises UpdateRefused."""
    _turn_down(update, seen, ListingUpdate.Status.RETURNED, comment, by)
    update_returned(update=update)


@transaction.atomic
def decline(*, update: ListingUpdate, seen: Seen, comment: str, by: User) -> None:
    """Turn a change down for good. Raises UpdateRefused."""
    _turn_down(update, seen, ListingUpdate.Status.DECLINED, comment, by)
    update_declined(update=update)


def _turn_down(update, seen, status, comment, by) -> None:
    held = _to_decide(update, seen, by)
    held.decide(status, at=timezone.now(), by=by, comment=comment)
    held.revision += 1
    held.save()
    update.refresh_from_db()


def _to_decide(update: ListingUpdate, seen: Seen, by: User) -> ListingUpdate:
    """Read a waiting update anew and hold it, if it still is what the reviewer saw."""
    if not (by.is_active and by.has_perm(PERMISSION)):
        raise PermissionDenied
    Organisation.objects.select_for_update().get(pk=update.organisation_id)
    update = ListingUpdate.objects.select_for_update(of=("self",)).for_lists().get(pk=update.pk)
    if not update.is_waiting:
        raise decided_already(update)
    if update.revision != seen.revision:
        raise ChangedMeanwhile(
            _("ページをひらいたあとに、団体がこの変更案を直しました。もう一度ご確認ください。")
        )
    return update


def _refuse_older(update: ListingUpdate, seen: Seen) -> None:
    """Refuse where the window, held, says something else than the reviewer saw, or is another's."""
    if Seen.of(update) != seen:
        raise ChangedMeanwhile(
            _("ページをひらいたあとに、窓口の内容が変わりました。もう一度ご確認ください。")
        )
    if not Listing.objects.of_window(update.window, update.organisation).exists():
        raise UpdateRefused(_("この団体は、もうこの窓口の担当ではありません。承認できません。"))


def _taken_names(update: ListingUpdate, current: dict, taken: dict | None) -> list[str]:
    """Return the facts to copy. Raises UpdateRefused where somebody must choose first."""
    undecided = set(update.conflicts_with(current)) - set(taken or {})
    if undecided:
        raise UpdateRefused(
            _("職員があとから直した項目があります。どちらの内容にするかを選んでください。")
        )
    names = [name for name in update.changed_names if taken is None or taken.get(name)]
    if not names:
        raise UpdateRefused(_("承認する項目を一つ以上選んでください。"))
    return names
