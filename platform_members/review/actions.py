"""Operations of reviewers on updates: approve, correct, return, decline."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import AuditEntry, Window
from platform_members.listings.actions import guards
from platform_members.listings.actions.publishing import hold_facts, publish_proposal
from platform_members.listings.mails import update_approved, update_declined, update_returned
from platform_members.models import ListingUpdate, User
from platform_members.proposals import merged


@dataclass(frozen=True)
class Seen:
    """State that a reviewer has seen: the update's revision, the window's newest version."""

    revision: int
    version: int | None

    @classmethod
    def of(cls, update: ListingUpdate) -> "Seen":
        """Present state."""
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
    """Publish a proposed change.

    `taken` says of each changed fact whether it becomes public; without it all do. Where staff
    have changed the same fact meanwhile it must be given: nothing is overwritten unasked. A new
    window stays a draft unless `shows`. Raises UpdateRefused, or ValidationError when the facts
    no longer fit.
    """
    update = _to_decide(update, seen, by)
    if update.window is None:
        facts = update.facts
    else:
        current = hold_facts(update.window)
        _refuse_what_changed(update, update.window, seen)
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
    """Publish a proposed change as a reviewer has corrected it. Raises as `approve` does."""
    update = _to_decide(update, seen, by)
    if update.window is not None:
        hold_facts(update.window)
        _refuse_what_changed(update, update.window, seen)
    publish_proposal(update=update, facts=facts, by=by, comment=comment, shows=shows)
    update_approved(update=update)
    return update


@transaction.atomic
def return_update(*, update: ListingUpdate, seen: Seen, comment: str, by: User) -> None:
    """Return a change to the organisation for correction. Raises UpdateRefused."""
    guards.refuse_return_to_a_portal(update)
    what = _("差し戻しました。")
    _turn_down(update, seen, ListingUpdate.Status.RETURNED, comment, what, by)
    update_returned(update=update)


@transaction.atomic
def decline(*, update: ListingUpdate, seen: Seen, comment: str, by: User) -> None:
    """Decline a change. Raises UpdateRefused."""
    what = _("見送りました。")
    _turn_down(update, seen, ListingUpdate.Status.DECLINED, comment, what, by)
    update_declined(update=update)


def _turn_down(update, seen, status, comment, what, by) -> None:
    locked = _to_decide(update, seen, by)
    locked.decide(status, at=timezone.now(), by=by, comment=comment)
    locked.revision += 1
    locked.save()
    AuditEntry.objects.record(AuditEntry.Kind.REVIEW, what, by=by, about=locked)
    update.refresh_from_db()


def _to_decide(update: ListingUpdate, seen: Seen, by: User) -> ListingUpdate:
    """Waiting update, locked, at the revision that was seen. Raises ChangedMeanwhile."""
    guards.refuse_non_reviewers(by)
    guards.hold(update.organisation)
    update = ListingUpdate.objects.select_for_update(of=("self",)).for_lists().get(pk=update.pk)
    guards.refuse_unless_waiting(update)
    text = _("ページをひらいたあとに、団体がこの変更案を直しました。もう一度ご確認ください。")
    guards.refuse_other_revision(update, seen.revision, text)
    return update


def _refuse_what_changed(update: ListingUpdate, window: Window, seen: Seen) -> None:
    """Refuse where the locked window has changed since, or belongs to another organisation."""
    guards.refuse_other_version(window, seen.version)
    try:
        guards.refuse_foreign_window(update.organisation, window)
    except PermissionDenied as error:
        text = _("この団体は、もうこの窓口の担当ではありません。承認できません。")
        raise guards.UpdateRefused(text) from error


def _taken_names(update: ListingUpdate, current: Mapping, taken: dict | None) -> list[str]:
    """Names of the facts to copy. Raises UpdateRefused where a choice is missing."""
    guards.refuse_open_conflicts(update, current, taken)
    names = [name for name in update.changed_names if taken is None or taken.get(name)]
    if not names:
        raise guards.UpdateRefused(_("承認する項目を一つ以上選んでください。"))
    return names
