"""Undoing of a deed: every row that it wrote says again what it said before, or none does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError, connection, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from directory import catalogue
from directory.changes import forget_windows, windows_put_back
from directory.deeds.naming import MAX_NAMED, label_of, model_of, name_of
from directory.deeds.rows import as_json, delete_row, insert_row, said_alike, update_row
from directory.models import Deed, DeedRow, Window
from directory.open_now import index as hours_index
from directory.out_of_use import references_to

# Sent in the transaction: `roots`, the primary keys of what was put back, by model, and the
# `changes` that were undone. A receiver that raises UndoRefused refuses it.
put_back = Signal()
WINDOW = Window._meta.db_table
CALENDAR = ("directory_holiday", "directory_yearend")
# What belongs to a window and is no content of its own: it goes with one that is taken away.
OWN_OF_A_WINDOW = frozenset(
    f"directory.{name}" for name in ("windowversion", "windowsearch", "linkcheck")
)


class UndoRefused(Exception):
    """Refusal, in sentences that name what stands against it."""

    def __init__(self, *reasons: str):
        super().__init__("".join(reasons))
        self.reasons = reasons


@dataclass
class Change:
    """What a deed made of one row, from its first to its last statement."""

    table: str
    row: int
    root_table: str
    root: int
    before: dict | None
    after: dict | None

    @property
    def columns(self) -> list[str]:
        """The columns that were changed; all of a row that was made or deleted."""
        before, after = self.before or {}, self.after or {}
        return [name for name in before | after if before.get(name) != after.get(name)]

    @property
    def is_root(self) -> bool:
        """Whether it is a thing of its own, not a part of one."""
        return self.table == self.root_table


Place = tuple[str, int]  # table and primary key of a thing


def undo(*, key: UUID, by) -> tuple[Deed, str]:
    """Undo a deed as a whole; return it, and in words what was put back.

    Raises UndoRefused, with nothing changed then.
    """
    try:
        with transaction.atomic():
            deed = _to_undo(key, by)
            changes = changes_of(deed.pk)
            told = put_rows_back(changes, by=by, comment=deed.what[:200])
            deed.undone_at, deed.undone_by = timezone.now(), by
            deed.save(update_fields=["undone_at", "undone_by"])
            return deed, told
    except IntegrityError as error:
        text = _("ほかの内容と合わなくなるので、元に戻せません。何も変わっていません。")
        raise UndoRefused(text) from error


def undo_and_tell(request, key: UUID) -> tuple[str, ...]:
    """Undo a deed and say what was put back; returns the reasons where that is refused."""
    try:
        _deed, told = undo(key=key, by=request.user)
    except UndoRefused as refusal:
        return refusal.reasons
    messages.success(request, _("元に戻しました：%(told)s。") % {"told": told})
    return ()


def mails_of(key: UUID) -> int:
    """How many mails a deed has written, which cannot be taken back."""
    return DeedRow.objects.of_deed(key).mails().count()


def page_before(request) -> str:
    """The page that a person came from to undo; "" where it is none of ours."""
    page = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if is_ours else ""


def changes_of(key: UUID) -> list[Change]:
    """What a deed made of each row, in the order in which it came to them."""
    return net_changes(DeedRow.objects.of_deed(key).with_content())


def net_changes(rows: Iterable[DeedRow], *, alike: bool = False) -> list[Change]:
    """What recorded rows made of each row; with `alike` also of what says the same afterwards."""
    found: dict[tuple[str, int], Change] = {}
    for row in rows:
        place = (row.table, row.row)
        if place in found:
            found[place].after = row.after
        else:
            change = Change(row.table, row.row, row.root_table, row.root, row.before, row.after)
            found[place] = change
    return [
        change for change in found.values() if alike or not said_alike(change.before, change.after)
    ]


def _to_undo(key: UUID, by) -> Deed:
    deed = Deed.objects.get_for_update(key)
    if deed is None or deed.is_expired:
        raise UndoRefused(_("期限が過ぎたので、元に戻せません。"))
    if deed.undone_at:
        raise UndoRefused(_("もう元に戻してあります。"))
    if not deed.may_be_undone_by(by):
        raise UndoRefused(_("この操作を元に戻す権限がありません。"))
    return deed


def put_rows_back(changes: list[Change], *, by, comment: str) -> str:
    """Put rows back as they were before these changes; return in words what was put back.

    Called in a transaction, which fails where this raises UndoRefused or IntegrityError.
    """
    roots = _roots(changes)
    _hold(roots)
    _refuse_what_changed_since(changes)
    names = _names(changes)
    former = {each.pk: each for each in Window.objects.filter(pk__in=roots[WINDOW]).for_reading()}
    _write(changes)
    names = _names(changes) | names
    gone = former.keys() - Window.objects.filter(pk__in=former).values_list("pk", flat=True)
    kept = [key for key in roots[WINDOW] if key not in gone]
    if faults := windows_put_back(kept, former=former, by=by, comment=comment):
        raise UndoRefused(*faults)
    if any(roots[table] for table in CALENDAR):
        hours_index.rebuild_intervals(now=timezone.now())
    by_model = {model_of(table): keys for table, keys in roots.items()}
    put_back.send(None, roots=by_model, changes=changes)
    catalogue.announce(withdrawn=gone)
    with connection.cursor() as cursor:  # what does not fit is found now, not at the commit
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return _told(changes, names)


def _roots(changes: list[Change]) -> dict[str, list[int]]:
    """The things that were changed, by table."""
    roots: dict[str, list[int]] = defaultdict(list)
    for table, key in dict.fromkeys((change.root_table, change.root) for change in changes):
        roots[table].append(key)
    return roots


def _names(changes: list[Change]) -> dict[Place, str]:
    """Names of the things that there are."""
    found: dict[Place, str] = {}
    for table, keys in _roots(changes).items():
        kind, rows = model_of(table)._meta.verbose_name, model_of(table)._base_manager
        found |= {(table, key): f"{kind}「{row}」" for key, row in rows.in_bulk(keys).items()}
    return found


def _hold(roots: dict[str, list[int]]) -> None:
    """Lock things in one order, as everything does that changes several."""
    for table in sorted(roots):
        rows = model_of(table)._base_manager.filter(pk__in=roots[table]).order_by("pk")
        list(rows.select_for_update(of=("self",)).values_list("pk"))


def _refuse_what_changed_since(changes: list[Change]) -> None:
    """Refuse where a row does not say any more what the deed has written."""
    since: dict[str, list[str]] = defaultdict(list)
    for table in dict.fromkeys(change.table for change in changes):
        ours = [change for change in changes if change.table == table]
        now = as_json(table, [change.row for change in ours], locked=True)
        for change in ours:
            row = now.get(change.row)
            if not said_alike(change.after, row):
                theirs = replace(change, before=change.after, after=row)
                since[name_of(change.root_table, change.root)] += _labels([theirs])
    if since:
        text = _("%(name)s：そのあとで変わっています（%(labels)s）。")
        sentences = [
            text % {"name": name, "labels": "、".join(dict.fromkeys(labels)) or _("内容")}
            for name, labels in since.items()
        ]
        last = _("元に戻すと、あとの変更が失われます。何も変えていません。")
        raise UndoRefused(*sentences, last)


def _write(changes: list[Change]) -> None:
    """Delete what was made, put back what was changed, then what was deleted.

    What the deed itself has let point at a thing that it made is changed before that is deleted.
    """
    made = [change for change in reversed(changes) if change.before is None]
    for change in made:
        if not change.is_root:
            delete_row(change.table, change.row)
    things = [change for change in made if change.is_root]
    free = [change for change in things if not _pointing_at(change)]
    for change in free:
        _take_away(change)
    for change in changes:
        if change.before is not None and change.after is not None:
            update_row(change.table, change.row, change.before, change.columns)
    for change in things:
        if change not in free:
            _take_away(change)
    for change in changes:
        if change.after is None and change.before is not None:
            insert_row(change.table, change.before)


def _pointing_at(change: Change) -> list[str]:
    """What points at a thing that the deed has made, in words."""
    row = model_of(change.table)._base_manager.get(pk=change.row)
    return references_to(row, OWN_OF_A_WINDOW if isinstance(row, Window) else frozenset())


def _take_away(change: Change) -> None:
    """Delete a thing that the deed has made, unless others point at it."""
    row = model_of(change.table)._base_manager.get(pk=change.row)
    if pointing := _pointing_at(change):
        text = _("%(name)sは、もう使われています：%(others)s。何も変えていません。")
        name = name_of(change.table, change.row)
        raise UndoRefused(text % {"name": name, "others": "、".join(pointing)})
    if isinstance(row, Window):
        forget_windows([row])
    row.delete()


def _labels(changes: list[Change]) -> list[str]:
    """What the changed fields are called."""
    found = (
        label_of(change.table, name, change.root_table)
        for change in changes
        for name in change.columns
    )
    return [label for label in dict.fromkeys(found) if label]


def _told(changes: list[Change], names: dict[Place, str]) -> str:
    """What was put back; of things that were made or deleted nothing but the name."""
    told = []
    for place, name in names.items():
        ours = [change for change in changes if (change.root_table, change.root) == place]
        is_whole = any(change.is_root and None in (change.before, change.after) for change in ours)
        labels = [] if is_whole else _labels(ours)
        told.append(name + (f"（{'、'.join(labels)}）" if labels else ""))
    more = len(told) - MAX_NAMED
    return "、".join(told[:MAX_NAMED]) + (_("ほか%d件") % more if more > 0 else "")
