"""Comparison of an uploaded table with the windows: changes row by row, and faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import hours
from directory.exchange.columns import CHECKED, KEY, REQUIRED, STATUS, Column, checked_text
from directory.exchange.table import Table
from directory.facts.apply import check_facts, fault_of_categories, schedule_of
from directory.facts.diff import label_of
from directory.facts.snapshot import blank_facts, facts_of
from directory.models import Category, Window
from directory.spreadsheets import cells

_SILENT = {
    "opens_on_holidays": gettext_lazy("（祝日も受付）か（祝日は休み）"),
    "closes_at_year_end": gettext_lazy("（年末年始も受付）か（年末年始は休み）"),
    "shifted_closing_days": gettext_lazy("「※水曜日が祝日の場合は翌平日も休み」のような文"),
}
# By whether the window is new. A cell that holds what the window says already answers nothing.
_UNCLEAR = {
    True: gettext_lazy(
        "「%(column)s」をどうするのか、わかりません。%(wanted)sを書き足すか、列に入れてください。"
    ),
    False: gettext_lazy(
        "「%(column)s」をどうするのか、わかりません。%(wanted)sを受付日時に書き足してください。"
    ),
}


@dataclass
class Comparison:
    """Result of a comparison: rows with changes, number of rows without, faults."""

    rows: list[dict] = field(default_factory=list)
    unchanged: int = 0
    faults: list[str] = field(default_factory=list)


def compare(
    table: Table,
    columns: list[Column],
    windows: dict[str, Window],
    categories: dict[str, Category],
    progress: Callable[[int], None] = lambda done: None,
) -> Comparison:
    """Compare every row with the window of its key in `windows`.

    These are read already, as are all categories by their slugs.

    A row of the result holds `place`, `window` (its primary key, None for a new one), the facts
    `before` and `after`, whole, and `typed_hours`, the words from which new hours were read.
    """
    found = Comparison()
    seen: dict[str, int] = {}
    blank = blank_facts()
    for done, (number, row) in enumerate(table.rows):
        progress(done)
        try:
            window = _window(row[KEY], windows, seen, number)
        except cells.CellFault as error:
            found.faults.append(f"{table.place(number, KEY, KEY)}：{error}")
            continue
        if window:
            _note_read_only(table, row, window)
        before = facts_of(window) if window else blank
        changed, faults = _changed(row, columns, before, is_new=window is None)
        faults = faults or _unsound(window, before, changed, categories)
        for name, text in faults:
            heading = label_of(name) if name else ""
            found.faults.append(f"{table.place(number, name, heading)}：{text}")
        if not changed:
            found.unchanged += 1
        elif not faults:
            place = table.place(number)
            after = before | changed
            key = window.pk if window else None
            kept = {"place": place, "window": key, "before": before, "after": after}
            typed = row.get("hours") if changed.keys() & {"hours", *_SILENT} else None
            found.rows.append(kept | {"typed_hours": cells.text_of(typed)})
    return found


def _note_read_only(table: Table, row: dict, window: Window) -> None:
    """Add one note each that a status, or a day of confirmation, is not imported where it differs.

    Excel may have made another cell of a day than the text that was exported.
    """
    status, checked = row.get(STATUS), row.get(CHECKED)
    notes = []
    if cells.guarded(str(status or "")) not in ("", window.status_words):
        notes.append(_("状態（窓口の画面で変えます）"))
    if str(checked or "").strip()[:10] not in ("", checked_text(window)):
        notes.append(_("最終確認日（確かめたときに、窓口の画面で記録します）"))
    table.unread += [note for note in notes if note not in table.unread]


def _window(cell, windows: dict[str, Window], seen: dict[str, int], number: int) -> Window | None:
    """Window of a row; None for a new one."""
    text = cells.plain_text_of(cell).lower()
    if not text:
        return None
    try:
        key = str(UUID(text))
    except ValueError:
        key = ""
    if key not in windows:
        raise cells.CellFault(
            _(
                "この公開IDの窓口はありません。書き出したときの値に戻すか、新しい窓口なら空けてください。"
            )
        )
    if key in seen:
        raise cells.CellFault(
            _("%(number)d行目と同じ公開IDです。新しい窓口なら空けてください。")
            % {"number": seen[key]}
        )
    seen[key] = number
    return windows[key]


def _changed(
    row: dict, columns: list[Column], before: Mapping, is_new: bool
) -> tuple[dict, list[tuple[str, str]]]:
    """Facts of a row that differ from the window's, and the cells that cannot be read.

    A cell that still holds what was exported has changed nothing, whatever it would read as.
    """
    given: dict = {}
    faults = []
    for column in columns:
        if column.name not in row:
            continue
        cell = row[column.name]
        empty = cell is None or not str(cell).strip()
        if empty if is_new else _as_exported(cell, column.text(before)):
            continue
        try:
            if empty and not column.may_be_empty:
                raise cells.CellFault(_("空にはできません。"))
            cells.check_against("" if is_new else column.text(before), cell)
            given[column.name] = column.read(cell)
        except cells.CellFault as error:
            faults.append((column.name, str(error)))
    if isinstance(given.get("hours"), hours.Reading):
        try:
            given |= _settled_hours(given.pop("hours"), before, given, is_new)
        except cells.CellFault as error:
            faults.append(("hours", str(error)))
    if is_new:
        told = dict(faults)
        needed = [n for n in (*REQUIRED, "categories") if not given.get(n) and n not in told]
        faults += [(name, _("入れてください。")) for name in needed]
    return {name: value for name, value in given.items() if value != before[name]}, faults


def _as_exported(cell, text: str) -> bool:
    if not isinstance(cell, str):
        return cell is None and not text
    return cell.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip() == text


def _settled_hours(reading: hours.Reading, before: Mapping, given: dict, is_new: bool) -> dict:
    """The rows of hours in words, with what they say of holidays and the year end.

    These have columns of their own too: the one that was changed counts; two that were changed
    to different things, or words that leave open what was said before, are refused.
    """
    facts: dict = {}
    spoken: Mapping[str, object] = reading.said
    implied = reading.schedule
    for name, wanted in _SILENT.items():
        said = _plain_fact(spoken[name]) if name in spoken else None
        if name in spoken:
            if given.get(name, said) != said and (is_new or said != before[name]):
                raise cells.CellFault(
                    _("「%(column)s」の列と食い違っています。どちらかを直してください。")
                    % {"column": label_of(name)}
                )
            facts[name] = given.get(name, said)
        elif is_new and name == "closes_at_year_end" and name not in given and reading.rules:
            # Of a new window nothing is known but what its text says.
            facts[name] = None
        elif name not in given and reading.rules and _implies_another(name, implied, before):
            raise cells.CellFault(_UNCLEAR[is_new] % {"column": label_of(name), "wanted": wanted})
    if _same_rules(reading.rules, before):
        return facts
    return facts | {"hours": [_rule_facts(rule) for rule in reading.rules]}


def _implies_another(name: str, implied: hours.Schedule, before: Mapping) -> bool:
    """Whether words that do not mention a fact imply another value than the known one."""
    meant, known = _plain_fact(getattr(implied, name)), before[name]
    if name != "closes_at_year_end":
        return meant != known
    # The booklet's words leave out an unknown year end.
    return known is not None and known is (not meant if meant else True)


def _same_rules(rules: tuple[hours.Rule, ...], before: Mapping) -> bool:
    known = schedule_of(before).rules
    return len(known) == len(rules) and set(known) == set(rules)


def _plain_fact(value):
    return sorted(value) if isinstance(value, frozenset) else value


def _rule_facts(rule: hours.Rule) -> dict:
    return {
        "weekdays": sorted(rule.weekdays),
        "nth_weeks": sorted(rule.nth_weeks, key=lambda week: week % 9),
        "opens": rule.opens,
        "closes": rule.closes,
        "on_holidays": str(rule.on_holidays),
        "by_reservation": rule.by_reservation,
        "tentative": rule.tentative,
        "label": rule.label,
        "valid_from": rule.valid_from and rule.valid_from.isoformat(),
        "valid_until": rule.valid_until and rule.valid_until.isoformat(),
    }


def _unsound(
    window: Window | None, before: Mapping, changed: dict, categories: dict[str, Category]
) -> list[tuple[str, str]]:
    """Violations of a window's rules by the facts of a row."""
    fault = "categories" in changed and fault_of_categories(
        [categories[slug] for slug in changed["categories"]],
        own=before["categories"],
        status=window.status if window else Window.Status.DRAFT,
    )
    if fault:
        return [("categories", fault)]
    try:
        asked = {name: value for name, value in changed.items() if name != "categories"}
        check_facts(copy(window) if window else Window(), asked)
    except ValidationError as error:
        return [
            ("" if name == NON_FIELD_ERRORS else name, text)
            for name, texts in error.message_dict.items()
            for text in texts
        ]
    return []
