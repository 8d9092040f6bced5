"""Operations of members on their proposals: save, submit, withdraw.

They change nothing public, but for organisations that may change their hours without review.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.changes import windows_saved
from directory.models import Window, WindowVersion
from platform_members.listings.actions import guards
from platform_members.listings.actions.publishing import hold_facts, publish_proposal
from platform_members.listings.mails import update_submitted
from platform_members.models import ListingUpdate, Organisation, User
from platform_members.proposals import (
    fingerprint,
    is_about_hours_only,
    merged,
    nothing,
    proposable,
)

SAVED_ELSEWHERE = gettext_lazy(
    "この変更案は、ページをひらいたあとに、ほかの画面で保存されています。"
    "そのままもう一度ボタンを押すと、いま入力されている内容に置きかわります。"
)


@dataclass(frozen=True)
class Typed:
    """What a member typed into a part of the form, and what they had before them.

    `facts` are sound, `unfinished` the others, as `ListingEditor.said` returns both. `seen` is the
    revision of the open update when the page was opened (0: there was none), `was` the
    fingerprint of the part.
    """

    facts: dict
    unfinished: dict = field(default_factory=dict)
    seen: int = 0
    was: str = ""

    @property
    def said(self) -> dict:
        """All of it, as `ListingUpdate.said` returns it."""
        return self.facts | self.unfinished


@transaction.atomic
def save_draft(
    *,
    organisation: Organisation,
    window: Window | None,
    typed: Typed,
    base: WindowVersion | None,
    update: ListingUpdate | None,
    by: User,
) -> ListingUpdate:
    """Save a draft of a change: what was typed, beside what other parts of the form have said.

    `base` is the version that the member saw, `update` the open one that is continued, if any.
    Raises UpdateRefused.
    """
    update = _to_write(organisation, window, typed, base, update, by)
    if update.is_waiting:
        raise guards.ChangedMeanwhile(
            _("この変更案は、もう確認待ちです。出しなおすか、取り下げてください。")
        )
    _write(update, typed, by)
    update.save()
    return update


@transaction.atomic
def submit(
    *,
    organisation: Organisation,
    window: Window | None,
    typed: Typed,
    base: WindowVersion | None,
    update: ListingUpdate | None,
    checked: bool = False,
    at_once: bool = False,
    by: User,
) -> ListingUpdate:
    """Submit a change to the reviewers, or amend the one that waits.

    An organisation that may change its hours without review sees such a change public at once,
    where the member's log-in allows it (`at_once`).
    `checked`: the member has checked all other facts too. Other arguments and exceptions are
    those of `save_draft`, and NothingChanged and Unfinished.
    """
    if update is None and (twin := _published_already(organisation, window, typed, base, by)):
        return twin
    update = _to_write(organisation, window, typed, base, update, by)
    _write(update, typed, by)
    return _sent(update, checked=checked, at_once=at_once, by=by)


@transaction.atomic
def send(*, update: ListingUpdate, seen: int, at_once: bool = False, by: User) -> ListingUpdate:
    """Submit a draft or a returned update as it stands; sent twice is sent once.

    Arguments and exceptions are those of `submit`.
    """
    guards.hold(update.organisation)
    guards.refuse_strangers(update.organisation, by)
    guards.refuse_foreign_window(update.organisation, update.window)
    update = _locked(update)
    if update.is_waiting or update.auto_approved:
        return update
    guards.refuse_decided(update)
    guards.refuse_other_revision(update, seen, str(SAVED_ELSEWHERE))
    update.revision += 1
    return _sent(update, checked=False, at_once=at_once, by=by)


@transaction.atomic
def withdraw(*, update: ListingUpdate, seen: int, by: User) -> None:
    """Withdraw a draft or a waiting update. Raises UpdateRefused."""
    guards.hold(update.organisation)
    guards.refuse_strangers(update.organisation, by)
    update = _locked(update)
    guards.refuse_decided(update)
    guards.refuse_other_revision(update, seen, str(SAVED_ELSEWHERE))
    update.decide(ListingUpdate.Status.WITHDRAWN, at=timezone.now(), by=by)
    update.revision += 1
    update.save()


def _sent(update: ListingUpdate, *, checked: bool, at_once: bool, by: User) -> ListingUpdate:
    """Update, put before the reviewers or published at once; locked or new."""
    guards.refuse_unfinished(update)
    if not update.changed_names:
        raise guards.NothingChanged(
            _(
                "いまの内容と同じです。変えるところを直してから、出してください。"
                "変わりがないときは、窓口のページの「変更ありません」を押してください。"
            )
        )
    is_amended = update.is_waiting
    update.submit(at=timezone.now(), by=by, checked=checked)
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


def _to_write(organisation, window, typed: Typed, base, update, by) -> ListingUpdate:
    """Open update to write into, locked, or a new one. Raises UpdateRefused."""
    guards.hold(organisation)
    guards.refuse_strangers(organisation, by)
    guards.refuse_foreign_window(organisation, window)
    if update is None:
        update = _begun_elsewhere(organisation, window, typed)
    if update is not None:
        return _continued(update, typed)
    if typed.seen:
        raise guards.ChangedMeanwhile(
            _("この変更案は、もう決まっています。ページをひらきなおしてください。")
        )
    base = window and (base or current_version(window))
    return ListingUpdate(
        organisation=organisation,
        window=window,
        base_version=base,
        facts=proposable(base.facts) if base else nothing(),
        revision=0,
    )


def _begun_elsewhere(organisation, window, typed: Typed) -> ListingUpdate | None:
    """Open update that another tab, a colleague or a double click has begun meanwhile."""
    begun = ListingUpdate.objects.of_organisation(organisation).of_window(window).open()
    if window is not None:
        return begun.first()
    return next((update for update in begun if update.said(typed.said) == typed.said), None)


def _published_already(organisation, window, typed: Typed, base, by) -> ListingUpdate | None:
    """Update by which the same was published at once a moment ago, as by a double click."""
    if window is None or not organisation.hours_need_no_review:
        return None
    guards.hold(organisation)
    guards.refuse_strangers(organisation, by)
    latest = ListingUpdate.objects.of_window(window).without_review().for_lists().first()
    if latest and (latest.base_version, latest.submitted_by) == (base, by):
        return latest if latest.said(typed.said) == typed.said else None
    return None


def _locked(update: ListingUpdate) -> ListingUpdate:
    return ListingUpdate.objects.select_for_update(of=("self",)).for_lists().get(pk=update.pk)


def _continued(update: ListingUpdate, typed: Typed) -> ListingUpdate:
    """Open update, locked, of which this part is as it was seen. Raises ChangedMeanwhile.

    Other parts may have been saved meanwhile, and what was sent twice, as by a double click, is
    no second change.
    """
    update = _locked(update)
    guards.refuse_decided(update)
    said = update.said(typed.said)
    if said != typed.said and fingerprint(said) != typed.was:
        guards.refuse_other_revision(update, typed.seen, str(SAVED_ELSEWHERE))
    return update


def current_version(window: Window) -> WindowVersion:
    """Version of the window's present facts; a new one where there is none."""
    windows_saved(windows=[window], by=None, how=WindowVersion.How.EDITED)
    return window.versions.all()[0]


def _write(update: ListingUpdate, typed: Typed, by: User) -> None:
    at = timezone.now()
    update.write(facts=typed.facts, unfinished=typed.unfinished, at=at, by=by)
    update.revision += 1


def _needs_no_review(update: ListingUpdate, current: Mapping) -> bool:
    """Whether an update of a trusted organisation changes hours only, without a conflict."""
    return is_about_hours_only(update.base_facts, update.facts) and not update.conflicts_with(
        current
    )
