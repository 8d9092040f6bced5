"""The steps of an import that is kept: read, write, undo. Each all or nothing."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.changes import change_windows, retire_windows
from directory.exchange.alike import note_alike
from directory.exchange.columns import CHECKED, KEY, REQUIRED, STATUS, Column, all_columns
from directory.exchange.diff import Comparison, compare
from directory.exchange.table import Table, read_table
from directory.facts.diff import changed_names, changes, label_of
from directory.facts.snapshot import blank_facts, facts_of
from directory.models import AuditEntry, Category, ImportRun, Window, WindowVersion
from directory.spreadsheets.refusals import FileRefused
from directory.text.folding import lookup_key

Status = ImportRun.Status
TELL_EVERY = 100
MOST_FAULTS = 200
MOST_MISSING = 50


def read_import(*, run: ImportRun, content: bytes) -> None:
    """Read an uploaded file and keep what it would change: a preview, or why it is refused."""
    found = Comparison()
    try:
        table, its_columns = _table(content)
        run.unread = table.unread
        keys = [str(cells[KEY] or "").strip().lower() for _number, cells in table.rows]
        windows = {
            str(window.uid): window for window in Window.objects.with_uids(keys).for_reading()
        }
        _tell(run, total=len(table.rows), done=0)
        run.missing = _missing(windows.values())
        found = compare(
            table,
            its_columns,
            windows,
            {category.slug: category for category in Category.objects.all()},
            lambda done: _tell(run, done=done) if done % TELL_EVERY == 0 else None,
        )
        note_alike(found.rows)
    except FileRefused as error:
        found.faults.append(str(error))
    refused = bool(found.faults)
    _keep(run, [] if refused else found.rows, Status.REFUSED if refused else Status.PREVIEW)
    run.unchanged_count = found.unchanged
    run.faults = found.faults[:MOST_FAULTS]
    if more := len(found.faults) - MOST_FAULTS:
        run.faults += [_("ほかに%(more)d件あります。") % {"more": more}] if more > 0 else []
    run.save()


def _missing(windows: Iterable[Window]) -> list[str]:
    """Names of the windows of the directory that are not in the file, the first ones."""
    left = Window.objects.in_use().exclude(pk__in=[window.pk for window in windows])
    named = [window.name_with_status for window in left.first_in_order(MOST_MISSING)]
    more = left.count() - len(named)
    return [*named, _("ほか%(more)d件") % {"more": more}] if more > 0 else named


def _table(content: bytes) -> tuple[Table, list[Column]]:
    its_columns = all_columns()
    names = {lookup_key(column.heading): column.name for column in its_columns}
    required = {KEY: KEY, **{name: label_of(name) for name in REQUIRED}}
    names |= {lookup_key(key): key for key in (KEY, STATUS, CHECKED)}
    return read_table(content, names, required), its_columns


def _tell(run: ImportRun, **figures) -> None:
    """Save the progress, which the waiting page reads."""
    ImportRun.objects.filter(pk=run.pk).update(**figures)
    for name, value in figures.items():
        setattr(run, name, value)


def _keep(run: ImportRun, rows: list[dict], status: Status) -> None:
    run.rows = rows
    run.status = status
    run.new_count = sum(row["window"] is None for row in rows)
    run.changed_count = len(rows) - run.new_count


@transaction.atomic
def write_import(*, run: ImportRun, by) -> bool:
    """Write what the preview showed; False where a window has changed since.

    Then nothing is written, and the preview is a new one: what the file changes, on top of what
    the windows say now.
    """
    windows = _locked(row["window"] for row in run.rows)
    run.faults = _anew(run, windows)
    if run.faults:
        _keep(run, [row for row in run.rows if row["before"] != row["after"]], Status.PREVIEW)
        run.save()
        return False
    written = [windows.get(row["window"]) or _new_window(row) for row in run.rows]
    change_windows(
        changes=[
            (window, {name: row["after"][name] for name in _differing(row["before"], row["after"])})
            for window, row in zip(written, run.rows, strict=True)
        ],
        by=by,
        how=WindowVersion.How.IMPORTED,
        comment=run.file_name[:200],
    )
    for window, row in zip(written, run.rows, strict=True):
        row["is_new"] = row["window"] is None
        row["window"] = window.pk
    as_written = _locked(row["window"] for row in run.rows)
    for row in run.rows:
        row["written"] = facts_of(as_written[row["window"]])
    run.status = Status.APPLIED
    run.applied_at = timezone.now()
    run.save()
    _record(run, _("取り込みました。"), by)
    return True


def _new_window(row: dict) -> Window:
    """A window that is still to be made, with the public ID that its source gave it, if any."""
    return Window(uid=row["uid"]) if row.get("uid") else Window()


def _anew(run: ImportRun, windows: dict[int, Window]) -> list[str]:
    """Put the file's changes on top of the windows' present facts; sentences about changed ones."""
    told = []
    for row in run.rows:
        if row["window"] is None:
            continue
        window = windows.get(row["window"])
        if window is None:
            row["window"], row["before"] = None, blank_facts()
            told.append(_("%(place)s：窓口が削除されています。新しい窓口になります。") % row)
            continue
        now = facts_of(window)
        if not changed_names(row["before"], now):
            continue
        others = "、".join(change.label for change in changes(row["before"], now))
        told.append(
            _("%(place)s「%(window)s」：確認しているあいだに、ほかの人が直しました（%(others)s）。")
            % {"place": row["place"], "window": window, "others": others}
        )
        ours = {name: row["after"][name] for name in _differing(row["before"], row["after"])}
        row["before"], row["after"] = now, now | ours
    return told


def _differing(old: dict, new: dict) -> list[str]:
    return [name for name in new if old.get(name) != new[name]]


@transaction.atomic
def undo_import(*, run: ImportRun, by) -> bool:
    """Give every window back what it said before the import; windows that it made are retired.

    False, with nothing undone and the windows named in `faults`, where one was changed since.
    """
    windows = _locked(row["window"] for row in run.rows)
    run.faults = [
        _("「%(window)s」は、取り込みのあとで直されています。")
        % {"window": windows.get(row["window"]) or row["after"]["subject"]}
        for row in run.rows
        if not _as_written(row, windows.get(row["window"]))
    ]
    run.status = Status.APPLIED
    if not run.faults:
        _give_back(run, windows, by)
        run.status = Status.UNDONE
        run.undone_at = timezone.now()
        run.undone_by = by
        _record(run, _("取り込みを取り消しました。"), by)
    run.save()
    return not run.faults


def _record(run: ImportRun, what: str, by) -> None:
    kind, number = AuditEntry.Kind.IMPORT, len(run.rows)
    AuditEntry.objects.record(kind, what, by=by, about=run, rows=number)


def _as_written(row: dict, window: Window | None) -> bool:
    """Whether a window is as it was written; a new one must still be a draft."""
    if window is None or changed_names(row["written"], facts_of(window)):
        return False
    return not row["is_new"] or window.status == Window.Status.DRAFT


def _give_back(run: ImportRun, windows: dict[int, Window], by) -> None:
    restored = [row for row in run.rows if not row["is_new"]]
    change_windows(
        changes=[
            (
                windows[row["window"]],
                {name: row["before"][name] for name in _differing(row["written"], row["before"])},
            )
            for row in restored
        ],
        by=by,
        how=WindowVersion.How.RESTORED,
        comment=run.file_name[:200],
    )
    made = [row["window"] for row in run.rows if row["is_new"]]
    retire_windows(windows=Window.objects.filter(pk__in=made), by=by)
    Window.objects.filter(pk__in=made).update(undone_import=run)


def _locked(keys) -> dict[int, Window]:
    """Locked windows by primary key, with everything that belongs to them."""
    known = [key for key in keys if key is not None]
    windows = Window.objects.filter(pk__in=known).order_by("pk")
    return {window.pk: window for window in windows.select_for_update(of=("self",)).for_reading()}
