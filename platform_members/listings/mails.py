"""Mails about the changes that members propose, and about what they did at once."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.utils.translation import gettext as _

from directory.facts.diff import changes
from directory.fields import column_of
from platform_members.listings.status_words import taken, unchanged, until_decided_by_reviewers
from platform_members.models import Listing, ListingUpdate, Organisation, User
from platform_members.outbox import address, post
from platform_members.permissions import May
from platform_members.proposals import proposable


def reviewers() -> list[str]:
    """Where reviewers read mail: the staff's own mailbox, else each of them."""
    if settings.STAFF_EMAIL:
        return [settings.STAFF_EMAIL]
    # Administrators may do everything; they read the staff's mail only where they are named.
    allowed = ModelBackend().with_perm(May.REVIEW, include_superusers=False)
    return list(allowed.filter(is_staff=True).values_list("email", flat=True))


def update_submitted(*, update: ListingUpdate) -> None:
    """The reviewers learn that a change waits for them."""
    post(
        "update_submitted",
        to=reviewers(),
        subject=_("変更案が届きました（%(subject)s）") % {"subject": update.subject},
        update=update,
        until_decided=until_decided_by_reviewers(update.window),
        changes=changes(update.base_facts, update.facts),
        link=address("platform_members:review-view", update.pk),
    )


def update_returned(*, update: ListingUpdate) -> None:
    """Whoever sent it learns what to mend."""
    _answer(update, "update_returned", _("変更案をお返しします（%(subject)s）"), "update-edit")


def update_declined(*, update: ListingUpdate) -> None:
    """Whoever sent it learns why it does not become public."""
    _answer(update, "update_declined", _("変更案を見送りました（%(subject)s）"), "update-view")


def update_approved(*, update: ListingUpdate) -> None:
    """Whoever sent it learns that it is public, and what of it is public otherwise."""
    became = proposable(update.result.facts)
    proposed = {name: update.facts[name] for name in update.changed_names}
    _answer(
        update,
        "update_approved",
        _("変更案を承認しました（%(subject)s）"),
        "update-view",
        overridden=changes(proposed, became),
        taken=taken(update.window),
    )


def _answer(update: ListingUpdate, kind: str, subject: str, page: str, **context) -> None:
    post(
        kind,
        to=_writers(update),
        subject=subject % {"subject": update.subject},
        update=update,
        unchanged=unchanged(update),
        link=address(f"platform_members:{page}", update.pk),
        **context,
    )


def _writers(update: ListingUpdate) -> list[str]:
    """The address of its sender; who else speaks for the organisation where that one left."""
    sender = update.submitted_by
    if Organisation.objects.viewable_by(sender).contains(update.organisation):
        return [sender.email]
    return update.organisation.addresses()


def listing_suspended(*, listing: Listing, reason: str, by: User) -> None:
    """The staff learn that a member has hidden a window; only they show it again."""
    post(
        "listing_suspended",
        to=reviewers(),
        subject=_("団体が窓口を休止しました（%(subject)s）") % {"subject": listing.window.subject},
        listing=listing,
        reason=reason,
        person=by,
        link=address("admin:directory_window_change", listing.window_id),
    )


def updates_kept_waiting(*, count: int, oldest: ListingUpdate, days: int) -> None:
    """The reviewers learn that members have been waiting for too long."""
    post(
        "updates_kept_waiting",
        to=reviewers(),
        subject=_("確認を待っている変更案が%(count)d件あります") % {"count": count},
        count=count,
        oldest=oldest,
        days=days,
        link=address("platform_members:review-list"),
    )


def organisation_changed(*, organisation: Organisation, names: list[str], by: User) -> None:
    """The staff learn that a member has changed what residents read of the organisation."""
    labels = [str(column_of(Organisation, name).verbose_name) for name in names]
    post(
        "organisation_changed",
        to=reviewers(),
        subject=_("団体が紹介を直しました（%(organisation)s）") % {"organisation": organisation},
        organisation=organisation,
        labels="、".join(labels),
        person=by,
        link=address("admin:platform_members_organisation_change", organisation.pk),
    )
