"""Mails about members' updates, suspensions and organisations."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.utils.translation import gettext as _

from directory.facts.diff import changes
from directory.fields import column_of
from directory.models import Window
from platform_members.listings.status_words import taken, unchanged, until_decided_by_reviewers
from platform_members.models import Listing, ListingUpdate, Organisation, User
from platform_members.outbox import address, post
from platform_members.permissions import May
from platform_members.proposals import proposable


def reviewers() -> list[str]:
    """Addresses of reviewers: the staff's mailbox, else each of them."""
    if settings.STAFF_EMAIL:
        return [settings.STAFF_EMAIL]
    # Administrators may do everything; they read the staff's mail only where they are named.
    allowed = ModelBackend().with_perm(May.REVIEW, include_superusers=False)
    return list(allowed.filter(is_staff=True).values_list("email", flat=True))


def update_submitted(*, update: ListingUpdate) -> None:
    """Mail to reviewers: a change waits for them."""
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
    """Mail to the sender: returned, with what to correct."""
    _answer(update, "update_returned", _("変更案をお返しします（%(subject)s）"), "update-view")


def update_declined(*, update: ListingUpdate) -> None:
    """Mail to the sender: declined, with the reason."""
    _answer(update, "update_declined", _("変更案を見送りました（%(subject)s）"), "update-view")


def update_approved(*, update: ListingUpdate) -> None:
    """Mail to the sender: approved, with the facts that a reviewer has overridden."""
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
    """Mail to who has sent it; none where another portal has."""
    if update.submitted_by is None:
        return
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
    """Address of the sender; those of the organisation where the sender has left."""
    sender = update.submitted_by
    if Organisation.objects.viewable_by(sender).contains(update.organisation):
        return [sender.email]
    return update.organisation.addresses()


def listing_suspended(*, listing: Listing, window: Window, by: User) -> None:
    """Mail to reviewers: a member has suspended a window; only staff publish it again."""
    post(
        "listing_suspended",
        to=reviewers(),
        subject=_("団体が窓口を休止しました（%(subject)s）") % {"subject": listing.window.subject},
        listing=listing,
        window=window,
        person=by,
        link=address("admin:directory_window_change", listing.window_id),
    )


def reopenings_due(*, windows: list[Window]) -> None:
    """Mail to reviewers: windows that were to open again by today and are suspended still."""
    post(
        "reopenings_due",
        to=reviewers(),
        subject=_("再開する予定の日になった窓口が%(count)d件あります") % {"count": len(windows)},
        windows=windows,
        link=address("admin:directory_window_changelist"),
    )


def updates_kept_waiting(*, count: int, oldest: ListingUpdate, days: int) -> None:
    """Mail to reviewers: updates have waited for too long."""
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
    """Mail to reviewers: a member has changed the organisation's public description."""
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
