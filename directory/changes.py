"""Changes of windows: writing, search documents, "open now" and versions.

Nothing else writes a window's facts or versions (tests/test_architecture.py). Subscribers to
changes of the whole are told by `directory.catalogue`.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import catalogue
from directory.facts.apply import fault_of_categories, write_facts
from directory.facts.snapshot import blank_facts, facts_of
from directory.hindrances import hindrances
from directory.models import AuditEntry, Window, WindowVersion
from directory.models.window_queryset import WindowQuerySet
from directory.open_now import index as hours_index
from directory.search.index import index_windows
from directory.text.days import day_words
from directory.text.readings import read_aloud_elsewhere

# What the audit says of a move.
TOLD = {
    WindowVersion.How.PUBLISHED: gettext_lazy("公開しました。"),
    WindowVersion.How.SUSPENDED: gettext_lazy("休止しました。"),
    WindowVersion.How.RETIRED: gettext_lazy("廃止しました。"),
}


@transaction.atomic
def windows_saved(
    *,
    windows: Iterable[Window],
    by,
    how: WindowVersion.How,
    comment: str = "",
    former: dict | None = None,
) -> None:
    """Renew "open now", search and history of windows whose facts were just saved.

    Called in the same transaction by whatever saves facts, phones, hours or categories. `by` is
    the person, None for the portal itself; `former` as `_keep_versions` has it.
    """
    saved = reload(windows)
    Window.objects.note_reachable(saved)
    hours_index.index_hours(saved, now=timezone.now())
    index_windows(saved, read=read_aloud_elsewhere)
    _keep_versions(saved, by=by, how=how, comment=comment, former=former)
    _announce(saved)


def change_windows(
    *, changes: Iterable[tuple[Window, dict]], by, how: WindowVersion.How, comment: str = ""
) -> None:
    """Write facts to windows, new ones among them; all of them or none.

    Raises ValidationError whose `message_dict` names the fact.
    """
    changes = list(changes)
    with transaction.atomic():
        for window, facts in changes:
            write_facts(window, facts)
        written = [window for window, _facts in changes]
        windows_saved(windows=written, by=by, how=how, comment=comment)


def publish_windows(*, windows: WindowQuerySet, by) -> list[Window]:
    """Show windows to residents, for the first time or again; return them.

    One that is in no category in use stays as it is: residents would find it on no page.
    """
    without = list(windows.without_category().values_list("pk", flat=True))
    return _move(
        windows.exclude(pk__in=without),
        by,
        WindowVersion.How.PUBLISHED,
        lambda window, now: window.publish(at=now),
    )


def suspend_windows(
    *, windows: WindowQuerySet, by, reason: str, reopens_on: date | None = None
) -> list[Window]:
    """Hide the published ones among these for a while; return them.

    Residents read the reason, and the day on which it is to open again. On that day staff are
    reminded; nothing is published by itself.
    """
    until = f"（{_('再開する予定の日')}：{day_words(reopens_on)}）" if reopens_on else ""
    return _move(
        windows.published(),
        by,
        WindowVersion.How.SUSPENDED,
        lambda window, now: window.suspend(at=now, reason=reason, reopens_on=reopens_on),
        comment=reason + until,
    )


def retire_windows(*, windows: WindowQuerySet, by) -> list[Window]:
    """Take windows out of the directory for good, the record kept; return them."""
    return _move(windows, by, WindowVersion.How.RETIRED, lambda window, now: window.retire(at=now))


@transaction.atomic
def verify_windows(
    *, windows: WindowQuerySet, by, comment: str = "", on: date | None = None
) -> list[Window]:
    """Record that the facts of these windows were checked; return them.

    `by` is the member of staff or of an organisation; None when a contact answered by mail. They
    were checked today, or `on` an earlier day. Left out are windows that must wait
    (`hindrances`), and those that were checked later than on that day.
    """
    locked = _locked(windows)
    waiting = hindrances(locked)
    now = timezone.now()
    day = on or timezone.localdate(now)
    checked = [
        window
        for window in locked
        if window.pk not in waiting and not (window.verified_on and window.verified_on > day)
    ]
    former = {window.pk: (window.verified_on, window.verified_by_id) for window in checked}
    for window in checked:
        window.verify(on=day, by=by)
        window.save()
    how = WindowVersion.How.VERIFIED
    _keep_versions(reload(checked), by=by, how=how, comment=comment, former=former)
    return checked


@transaction.atomic
def unverify_windows(*, windows: WindowQuerySet, by) -> list[Window]:
    """Take back the last confirmation of these windows: the day before it holds again.

    Returns them. Left out are windows whose last confirmation was taken back already, or of which
    history does not know the day before.
    """
    locked = _locked(windows)
    latest = WindowVersion.objects.latest_confirmations(locked)
    taken_back = [
        window for window in locked if window.pk in latest and latest[window.pk].can_be_taken_back
    ]
    for window in taken_back:
        version = latest[window.pk]
        window.verify(on=version.former_verified_on, by=version.former_verified_by)
        window.save()
    how = WindowVersion.How.UNVERIFIED
    _keep_versions(reload(taken_back), by=by, how=how, comment="")
    return taken_back


class ChangedMeanwhile(Exception):
    """Refusal: the window has a newer version than the one that the person has seen."""


@transaction.atomic
def confirm_with_corrections(*, window: Window, facts: dict, by, comment: str) -> WindowVersion:
    """Record that a window was asked today and said these facts; return the one version of it.

    Raises ValidationError whose `message_dict` names the fact, with nothing saved.
    """
    former = {window.pk: (window.verified_on, window.verified_by_id)}
    write_facts(window, facts)
    window.verify(on=timezone.localdate(), by=by)
    window.save()
    how = WindowVersion.How.VERIFIED
    windows_saved(windows=[window], by=by, how=how, comment=comment, former=former)
    return WindowVersion.objects.of_window(window.pk)[0]


@transaction.atomic
def take_back_confirmation(*, version: WindowVersion, by) -> None:
    """Let a window say what it said before a confirmation, with the day that held before it.

    Raises ChangedMeanwhile where it has a newer version, and ValidationError where the former
    facts are no longer allowed; nothing is changed then.
    """
    window = Window.objects.select_for_update(of=("self",)).get(pk=version.window_id)
    newest = WindowVersion.objects.of_window(window.pk).first()
    before = WindowVersion.objects.before(version)
    if newest != version or not version.can_be_taken_back:
        raise ChangedMeanwhile
    if before:
        write_facts(window, before.facts)
    window.verify(on=version.former_verified_on, by=version.former_verified_by)
    window.save()
    windows_saved(windows=[window], by=by, how=WindowVersion.How.UNVERIFIED)


@transaction.atomic
def restore_version(*, version: WindowVersion, by, seen: int | None) -> None:
    """Let a window say again what it said in an earlier version; its status stays as it is.

    `seen` is the number of the version that the person took for the present one. Raises
    ChangedMeanwhile where it is not, and ValidationError where the old facts are no longer
    allowed (a category that is gone); nothing is changed then.
    """
    window = Window.objects.select_for_update(of=("self",)).get(pk=version.window_id)
    newest = WindowVersion.objects.of_window(window.pk).first()
    if newest is None or newest.pk != seen:
        raise ChangedMeanwhile
    change_windows(
        changes=[(window, version.facts)],
        by=by,
        how=WindowVersion.How.RESTORED,
        comment=_("%(moment)s の内容") % {"moment": f"{localtime(version.made_at):%Y-%m-%d %H:%M}"},
    )


def windows_put_back(
    keys: Iterable[int], *, former: dict[int, Window], by, comment: str
) -> list[str]:
    """Renew what hangs on windows whose rows were put back (`deeds`); `former` are they before.

    Returns sentences where that gives one a category out of use; nothing may stay written then.
    """
    windows = list(Window.objects.filter(pk__in=keys).for_reading())
    by_how: dict[WindowVersion.How, list[Window]] = defaultdict(list)
    faults = []
    for window in windows:
        before = former.get(window.pk)
        own = [category.slug for category in before.categories.all()] if before else []
        chosen = window.categories.all()
        if fault := fault_of_categories(chosen, own=own, status=window.status):
            faults.append(f"「{window}」：{fault}")
        by_how[_how_put_back(before, window)].append(window)
    for how, rows in {} if faults else by_how.items():
        windows_saved(windows=rows, by=by, how=how, comment=comment)
    return faults


def _how_put_back(before: Window | None, window: Window) -> WindowVersion.How:
    """Kind of the version of a window that was put back; confirmations are known by theirs."""
    if before is None or before.verified_on == window.verified_on:
        return WindowVersion.How.UNDONE
    is_later = window.verified_on is not None and (
        before.verified_on is None or before.verified_on < window.verified_on
    )
    return WindowVersion.How.VERIFIED if is_later else WindowVersion.How.UNVERIFIED


def forget_windows(windows: Iterable[Window]) -> None:
    """Delete the history of windows that are about to be deleted as if never made."""
    WindowVersion.objects.filter(window__in=windows).delete()


@transaction.atomic
def _move(
    windows: WindowQuerySet, by, how: WindowVersion.How, move, comment: str = ""
) -> list[Window]:
    """Move each window, one clerk at a time, and keep the version.

    Facts do not change, so that "open now" and search know the windows already.
    """
    moved = _locked(windows)
    now = timezone.now()
    for window in moved:
        move(window, now)
        window.save()
        AuditEntry.objects.record(AuditEntry.Kind.PUBLICATION, str(TOLD[how]), by=by, about=window)
    saved = reload(moved)
    _keep_versions(saved, by=by, how=how, comment=comment)
    _announce(saved)
    return moved


def _announce(windows: Iterable[Window]) -> None:
    """Announce a change, and which windows no copy outside of the database may show on."""
    hidden = [each.pk for each in windows if each.is_hidden or each.confidential_location]
    catalogue.announce(withdrawn=hidden)


def _locked(windows: WindowQuerySet) -> list[Window]:
    """Windows in one order, locked until this transaction ends."""
    return list(windows.select_for_update(of=("self",)).order_by("pk"))


def reload(windows: Iterable[Window]) -> list[Window]:
    """Windows as the database has them now, with everything that belongs to them."""
    return list(Window.objects.filter(pk__in=[window.pk for window in windows]).for_reading())


def keep_first_versions(windows: WindowQuerySet) -> None:
    """Keep the first version of loaded windows, before anyone changes them."""
    _keep_versions(list(windows.for_reading()), by=None, how=WindowVersion.How.LOADED, comment="")


def _keep_versions(
    windows: list[Window], *, by, how: WindowVersion.How, comment: str, former: dict | None = None
) -> None:
    """Keep a version of each window whose facts or status have changed.

    A fact that an older version does not have was blank then.
    `former` holds, by primary key, the day and person of the confirmation that was replaced.
    """
    latest, blank = WindowVersion.objects.latest_of(windows), blank_facts()
    now = timezone.now()
    versions = [
        WindowVersion(
            window=window,
            made_at=now,
            made_by=by,
            how=how,
            comment=comment,
            status=window.status,
            facts=facts_of(window),
        )
        for window in windows
    ]
    if former:
        for version in versions:
            version.knows_former = True
            version.former_verified_on, version.former_verified_by_id = former[version.window_id]
    WindowVersion.objects.bulk_create(
        version
        for version in versions
        if how != WindowVersion.How.EDITED
        or version.window_id not in latest
        or blank | latest[version.window_id].facts != version.facts
    )
