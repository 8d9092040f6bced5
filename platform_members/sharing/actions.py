"""Operations of the night on windows of other portals: propose, apply what is trusted, suspend."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directory.changes import suspend_windows
from directory.facts.apply import check_facts
from directory.facts.diff import label_of
from directory.facts.snapshot import facts_of
from directory.fields import longest_of
from directory.models import Window
from directory.open_data.hsds.origins import tidy_address
from directory.open_data.hsds.reading import ReadService, whole
from platform_members.listings.actions import guards
from platform_members.listings.actions.publishing import hold_facts, publish_proposal
from platform_members.listings.actions.updates import current_version
from platform_members.models import Listing, ListingUpdate, SubscribedWindow
from platform_members.proposals import merged, nothing, proposable
from platform_members.sharing.facts import is_blank, names_to_follow, shared_facts, tidied
from platform_members.sharing.mails import window_ended
from platform_members.sharing.portals import NoAnswer


class Outcome(Enum):
    """What became of an owner's answer."""

    NOTHING = auto()
    PROPOSED = auto()
    APPLIED = auto()
    SUSPENDED = auto()
    NOT_TAKEN = auto()


@dataclass(frozen=True)
class Told:
    """A window as its owner tells it, with the tag of the answer."""

    read: ReadService
    etag: str


@transaction.atomic
def take(*, shared: SubscribedWindow, told: Told, now: datetime) -> set[Outcome]:
    """Propose what an owner has changed; make public at once what staff trust it with.

    Raises NoAnswer, with nothing changed, where that cannot be taken here.
    """
    shared = _locked(shared)
    if not shared.chosen:
        return set()
    origin = tidy_address(told.read.facts["origin"])
    if origin not in ("", shared.origin):
        text = _("元のポータルは %(origin)s です。ここからではなく、そこから受け取ってください。")
        raise NoAnswer(text % {"origin": origin})
    update = _open_update(shared)
    if shared.window is None:
        facts = _as_new(told.read)
        outcome = _propose_new(shared, update, facts, now)
    else:
        here = dict(hold_facts(shared.window))
        facts = shared_facts(told.read.facts, here)
        outcome = _follow(shared, shared.window, update, facts, here, now)
    shared.take(facts, etag=told.etag, name=str(facts["name"])[:200], at=now)
    shared.save()
    return outcome


@transaction.atomic
def note_no_change(*, shared: SubscribedWindow, now: datetime) -> None:
    """Note that its owner answered that nothing has changed."""
    shared = _locked(shared)
    shared.asked_at = shared.answered_at = now
    shared.fault = ""
    shared.save(update_fields=["asked_at", "answered_at", "fault"])


@transaction.atomic
def note_fault(*, shared: SubscribedWindow, fault: str, now: datetime) -> None:
    """Note why an answer could not be taken; it is asked for anew next time."""
    shared = _locked(shared)
    shared.asked_at = now
    shared.fault = fault[: longest_of(SubscribedWindow, "fault")]
    shared.save(update_fields=["asked_at", "fault"])


@transaction.atomic
def end(*, shared: SubscribedWindow, reason: str, now: datetime) -> set[Outcome]:
    """Suspend a window that its owner does not show any more, once, and tell the reviewers.

    What waits of it is withdrawn. Where staff show it again here it stays; where its owner shows
    it again, only staff show it here.
    """
    shared = _locked(shared)
    is_news = shared.ended_at is None
    shared.ended_at = shared.ended_at or now
    shared.asked_at = shared.answered_at = now
    shared.etag = shared.fault = ""
    if is_news:
        for update in ListingUpdate.objects.of_shared(shared).waiting():
            _withdraw(update, now)
            shared.forget(update.changed_names)
    shared.save()
    if not is_news or not shared.chosen:
        return set()
    if shared.window is None:
        return set()
    suspended = suspend_windows(
        windows=Window.objects.filter(pk=shared.window.pk),
        by=None,
        reason=_reason(shared.subscription.name, reason),
    )
    for window in suspended:
        window_ended(shared=shared, window=window)
    return {Outcome.SUSPENDED} if suspended else set()


def _reason(name: str, told: str) -> str:
    """Sentence for residents: who has ended it, and why where that is told."""
    text = _("元の「%(name)s」で、掲載が終わったか、休止しています。") % {"name": name}
    full = f"{text}{told}"
    longest = longest_of(Window, "suspension_reason")
    return (full if len(full) <= longest else text)[:longest]


def _locked(shared: SubscribedWindow) -> SubscribedWindow:
    """The row as it is now, locked, after its organisation."""
    guards.hold(shared.subscription.organisation)
    return SubscribedWindow.objects.get_for_update(shared.pk)


def _open_update(shared: SubscribedWindow) -> ListingUpdate | None:
    """The update of it that waits, locked. Raises NoAnswer where a person has one open."""
    updates = ListingUpdate.objects.select_for_update(of=("self",)).open()
    own = updates.of_shared(shared).for_lists().first()
    others = updates.of_window(shared.window) if shared.window else updates.none()
    is_touched = own is not None and own.saved_by_id is not None
    if is_touched or any(each != own for each in others):
        raise NoAnswer(_("団体の変更案が決まるのを待っています。次の夜に、もう一度受け取ります。"))
    return own


def _as_new(read: ReadService) -> dict:
    """Proposable facts of a window that is not there yet."""
    return tidied(proposable(whole(read)))


def _propose_new(shared, update: ListingUpdate | None, facts: dict, now) -> set[Outcome]:
    if shared.facts == facts:
        return set()
    _refuse_unsound(Window(), facts, but="categories")  # which a reviewer may have to choose
    if Window.objects.with_uid(shared.uid):
        raise NoAnswer(_("同じ公開IDの窓口が、ここにもうあります。一覧で選び直してください。"))
    update = update or _new_update(shared, None)
    update.facts = nothing() | facts
    _send(update, now)
    return {Outcome.PROPOSED}


def _follow(
    shared, window: Window, update: ListingUpdate | None, facts: dict, here: dict, now
) -> set[Outcome]:
    names = names_to_follow(facts, shared.facts, here)
    if window.status == Window.Status.RETIRED:
        return set()
    if not Listing.objects.of_window(window, shared.subscription.organisation).exists():
        raise NoAnswer(_("この窓口は、いまはほかの団体が受け持っています。"))
    _refuse_unsound(window, {name: facts[name] for name in names})
    trusted = [name for name in names if _is_trusted(shared, name, facts, here)]
    outcome = set()
    if trusted:
        _apply(shared, window, {name: facts[name] for name in trusted}, now)
        outcome.add(Outcome.APPLIED)
    if _propose(shared, window, update, set(names) - set(trusted), facts, now):
        outcome.add(Outcome.PROPOSED)
    return outcome


def _is_trusted(shared: SubscribedWindow, name: str, facts: Mapping, here: Mapping) -> bool:
    """Whether a change is public without review: of a trusted part, untouched here, no blank.

    That a place is secret no more is always reviewed: what it is would be public with it.
    """
    is_untouched = name in shared.facts and here[name] == shared.facts[name]
    tells_place = name == "confidential_location" and not facts[name]
    is_safe = is_untouched and not is_blank(facts[name]) and not tells_place
    return shared.subscription.trusts(name) and is_safe


def _apply(shared, window: Window, facts: dict, now) -> None:
    """Make facts public without review, as an update that staff find afterwards."""
    update = _new_update(shared, window)
    update.facts |= facts
    update.saved_at, update.revision = now, 1
    update.submit(at=now, by=None)
    current = hold_facts(window)
    publish_proposal(
        update=update, facts=merged(current, facts, facts), by=None, auto_approved=True
    )


def _propose(
    shared, window: Window, update: ListingUpdate | None, names: Iterable[str], facts: dict, now
) -> bool:
    """Put changes before the reviewers, into the update that waits already if there is one."""
    if update is None:
        if not names:
            return False
        update = _new_update(shared, window)
    base, before = update.base_facts, update.facts
    here = facts_of(Window.objects.for_reading().get(pk=window.pk))
    asked = {*names, *(name for name in update.changed_names if name in facts)}
    there = {name: facts[name] for name in asked}
    update.facts = base | {
        name: value
        for name, value in there.items()
        if value != here[name]  # type: ignore[literal-required]
    }
    if not update.changed_names:
        if update.pk:
            _withdraw(update, now)
        return False
    if update.facts == before:
        return False
    _send(update, now)
    return True


def _new_update(shared: SubscribedWindow, window: Window | None) -> ListingUpdate:
    base = current_version(window) if window else None
    return ListingUpdate(
        organisation=shared.subscription.organisation,
        window=window,
        base_version=base,
        facts=proposable(base.facts) if base else nothing(),
        shared=shared,
        revision=0,
    )


def _send(update: ListingUpdate, now: datetime) -> None:
    update.saved_at = now
    update.submit(at=now, by=None)
    update.revision += 1
    update.save()


def _withdraw(update: ListingUpdate, now: datetime) -> None:
    update.decide(ListingUpdate.Status.WITHDRAWN, at=now, by=None)
    update.revision += 1
    update.save()


def _refuse_unsound(window: Window, facts: dict, but: str = "") -> None:
    """Raise NoAnswer, in sentences, where no window could have these facts."""
    try:
        check_facts(Window.objects.get(pk=window.pk) if window.pk else window, facts)
    except ValidationError as error:
        told = [
            f"{label_of(name) if name != '__all__' else ''}：{text}"
            for name, texts in error.message_dict.items()
            if name != but
            for text in texts
        ]
        if told:
            raise NoAnswer("".join(told)) from error
