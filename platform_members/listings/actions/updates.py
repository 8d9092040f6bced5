"""Operations of members on their proposals: save, submit, withdraw.

They change nothing public, but for organisations that may change their hours without review.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.changes import windows_saved
from directory.models import Window, WindowVersion
from platform_members.listings.actions import guards
from platform_members.listings.actions.publishing import hold_facts, publish_proposal
from platform_members.listings.mails import update_submitted
from platform_members.models import ListingUpdate, Organisation, User
from platform_members.proposals import is_about_hours_only, merged


@transaction.atomic
def save_draft(
    *,
    organisation: Organisation,
    window: Window | None,
    facts: dict,
    base: WindowVersion | None,
    update: ListingUpdate | None,
    seen: int,
    by: User,
) -> ListingUpdate:
    """Save a draft of a change.

    `base` is the version that the member saw, `update` the open one that is continued, if any,
    and `seen` its revision when the page was opened (0: there was none). Raises UpdateRefused.
    """
    update = _to_write(organisation, window, facts, base, update, seen, by)
    if update.is_waiting:
        raise guards.ChangedMeanwhile(
            _("この変更案は、もう確認待ちです。出しなおすか、取り下げてください。")
        )
    _write(update, facts, by)
    update.save()
    return update


@transaction.atomic
def submit(
    *,
    organisation: Organisation,
    window: Window | None,
    facts: dict,
    base: WindowVersion | None,
    update: ListingUpdate | None,
    seen: int,
    checked: bool = False,
    at_once: bool = False,
    by: User,
) -> ListingUpdate:
    """Submit a change to the reviewers, or amend the one that waits.

    An organisation that may change its hours without review sees such a change public at once,
    where the member's log-in allows it (`at_once`).
    `checked`: the member has checked all other facts too. Other arguments and exceptions are
    those of `save_draft`, and NothingChanged.
    """
    update = _to_write(organisation, window, facts, base, update, seen, by)
    _write(update, facts, by)
    if not update.changed_names:
        raise guards.NothingChanged(
            _(
                "いまの内容と同じです。変えるところを直してから、出してください。"
                "変わりがないときは、窓口のページの「変更ありません」を押してください。"
            )
        )
    is_amended = update.is_waiting
    now = timezone.now()
    update.submit(at=now, by=by, checked=checked)
    if at_once and update.organisation.hours_need_no_review and update.window is not None:
        current = hold_facts(update.window)
        if _needs_no_review(update, current):
            facts = merged(current, update.facts, update.changed_names)
            publish_proposal(update=update, facts=facts, by=by, auto_approved=True)
            return update
    update.save()
    if not is_amended:
        update_submitted(update=update)
    return update


@transaction.atomic
def withdraw(*, update: ListingUpdate, seen: int, by: User) -> None:
    """Withdraw a draft or a waiting update. Raises UpdateRefused."""
    guards.hold(update.organisation)
    guards.refuse_strangers(update.organisation, by)
    update = _continued(update, seen)
    update.decide(ListingUpdate.Status.WITHDRAWN, at=timezone.now(), by=by)
    update.revision += 1
    update.save()


def _to_write(organisation, window, facts, base, update, seen, by) -> ListingUpdate:
    """Open update to write into, locked, or a new one. Raises UpdateRefused."""
    guards.hold(organisation)
    guards.refuse_strangers(organisation, by)
    guards.refuse_foreign_window(organisation, window)
    if update is None:
        update = _begun_elsewhere(organisation, window, facts)
    if update is not None:
        return _continued(update, seen, facts)
    if seen:
        raise guards.ChangedMeanwhile(
            _("この変更案は、もう決まっています。ページをひらきなおしてください。")
        )
    return ListingUpdate(
        organisation=organisation,
        window=window,
        base_version=window and (base or _current_version(window)),
        revision=0,
    )


def _begun_elsewhere(organisation, window, facts) -> ListingUpdate | None:
    """Open update that another tab, a colleague or a double click has begun meanwhile."""
    if window is None:
        proposed = ListingUpdate.objects.of_organisation(organisation).of_window(None).open()
        return next((update for update in proposed if update.facts == facts), None)
    return ListingUpdate.objects.of_organisation(organisation).of_window(window).open().first()


def _continued(update: ListingUpdate, seen: int, facts: dict | None = None) -> ListingUpdate:
    """Open update, locked, at the revision that was seen. Raises ChangedMeanwhile.

    What was sent twice, as by a double click, is no second change.
    """
    update = ListingUpdate.objects.select_for_update(of=("self",)).for_lists().get(pk=update.pk)
    guards.refuse_decided(update)
    if update.facts != facts:
        guards.refuse_other_revision(
            update,
            seen,
            _(
                "この変更案は、ページをひらいたあとに、ほかの画面で保存されています。"
                "そのままもう一度ボタンを押すと、いま入力されている内容に置きかわります。"
            ),
        )
    return update


def _current_version(window: Window) -> WindowVersion:
    """Version of the window's present facts; a new one where there is none."""
    windows_saved(windows=[window], by=None, how=WindowVersion.How.EDITED)
    return window.versions.all()[0]


def _write(update: ListingUpdate, facts: dict, by: User) -> None:
    update.write(facts=facts, at=timezone.now(), by=by)
    update.revision += 1


def _needs_no_review(update: ListingUpdate, current: Mapping) -> bool:
    """Whether an update of a trusted organisation changes hours only, without a conflict."""
    return is_about_hours_only(update.base_facts, update.facts) and not update.conflicts_with(
        current
    )
