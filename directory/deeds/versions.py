"""Versions of a thing: what each deed changed of it, and putting back what it said before one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from directory.concurrency import display_value
from directory.deeds.naming import label_of, model_of
from directory.deeds.rows import as_json
from directory.deeds.undoing import Change, UndoRefused, net_changes, put_rows_back
from directory.models import Deed, DeedRow

# Columns that say whether residents see a thing: actions of their own change them.
STATE = frozenset({"status", "published_at", "published_by_id", "retired_at"})


@dataclass(frozen=True)
class Difference:
    """One field, or one row that belongs to the thing: what it said and what it said then."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Version:
    """What one deed changed of a thing; `first` is the number of its first row."""

    deed: Deed
    first: int
    differences: list[Difference]
    can_be_left: bool


def versions_of(row: models.Model) -> list[Version]:
    """What deeds have changed of a thing, the newest first."""
    found = DeedRow.objects.of_root(row)
    by_deed: dict = {}
    for each in found:
        by_deed.setdefault(each.deed, []).append(each)
    deeds = Deed.objects.select_related("made_by").in_bulk(by_deed)
    versions = [
        Version(deeds[key], rows[0].pk, differences(changes), not _has_made(changes))
        for key, rows in by_deed.items()
        if key in deeds and (changes := net_changes(rows))
    ]
    return versions[::-1]


def newest_of(row: models.Model) -> int:
    """The number of a thing's newest recorded row; 0 where there is none."""
    return max((each.pk for each in DeedRow.objects.of_root(row)), default=0)


def changes_since(row: models.Model, first: int) -> list[Change]:
    """What was changed of a thing from a recorded row on, by whatever writer, until now."""
    rows = [each for each in DeedRow.objects.of_root(row) if each.pk >= first]
    found = {(change.table, change.row): change for change in net_changes(rows, alike=True)}
    changes = []
    for (table, key), change in found.items():
        now = as_json(table, [key], locked=False).get(key)
        before = change.before
        if change.is_root and before is not None and now is not None:
            kept = {name: now[name] for name in _state_columns(table) if name in now}
            before = before | kept
        changes.append(replace(change, before=before, after=now))
    return [change for change in changes if change.columns]


def restore(*, row: models.Model, first: int, seen: int, by) -> str:
    """Let a thing say what it said before a recorded row; its state stays. Words of what changed.

    `seen` is the number of the newest row that the person has seen. Raises UndoRefused.
    """
    try:
        with transaction.atomic():
            list(type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk))
            if newest_of(row) != seen:
                raise UndoRefused(
                    _("この画面を開いたあとに、内容が変わりました。もう一度お確かめください。")
                )
            changes = changes_since(row, first)
            if not changes or _has_made(changes):
                raise UndoRefused(_("いまの内容と同じです。何も変えていません。"))
            return put_rows_back(changes, by=by, comment="")
    except IntegrityError as error:
        text = _("ほかの内容と合わなくなるので、戻せません。何も変わっていません。")
        raise UndoRefused(text) from error


def differences(changes: list[Change]) -> list[Difference]:
    """Changes in words, without what no form shows but the state."""
    found = []
    for change in changes:
        if not change.is_root:
            label = label_of(change.table, "", change.root_table)
            old, new = (_row_words(change, said) for said in (change.before, change.after))
            found.append(Difference(label, old, new))
            continue
        if None in (change.before, change.after):
            continue
        for name in change.columns:
            if label := _label(change.table, name):
                old, new = (_words(change.table, name, s) for s in (change.before, change.after))
                found.append(Difference(label, old, new))
    return [each for each in found if each.old != each.new]


def _has_made(changes: list[Change]) -> bool:
    return any(change.is_root and None in (change.before, change.after) for change in changes)


def _state_columns(table: str) -> set[str]:
    fields = model_of(table)._meta.concrete_fields
    return {str(f.column) for f in fields if f.column in STATE and not f.editable}


def _label(table: str, column: str) -> str:
    """What a column is called that people change; empty for any other."""
    fields = model_of(table)._meta.concrete_fields
    shown = {str(field.column) for field in fields if field.editable} | STATE
    return label_of(table, column, table) if column in shown else ""


def _words(table: str, column: str, said: dict | None) -> str:
    """One value of a row in words, as pages show it."""
    if said is None or said.get(column) is None:
        return ""
    fields = model_of(table)._meta.concrete_fields
    field = next(each for each in fields if each.column == column)
    if field.is_relation:
        related = cast("type[models.Model]", field.related_model)
        row = related._base_manager.filter(pk=said[column]).first()
        return str(row or said[column])
    return display_value(field, field.to_python(said[column]))


def _row_words(change: Change, said: dict | None) -> str:
    """A row that belongs to a thing, in words."""
    model, whole = model_of(change.table), model_of(change.root_table)
    names = [
        str(field.column)
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.related_model is not whole
    ]
    return "／".join(filter(None, (_words(change.table, name, said) for name in names)))
