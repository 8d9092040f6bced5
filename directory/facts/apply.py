"""From facts back to a window: every row checked, then all of them saved, or none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from directory import hours
from directory.django_internals import give_rows
from directory.facts.schema import COLUMNS, NAMED, ROWS
from directory.facts.snapshot import facts_of
from directory.fields import column_of
from directory.models import Category, HoursException, HoursRule, Phone, Window

_MODELS: dict[str, type[models.Model]] = {
    "phones": Phone,
    "hours": HoursRule,
    "exceptions": HoursException,
}


def blank_window() -> Window:
    """Unsaved window to which unsaved rows can belong."""
    return Window(pk=0)


def unsaved_row(name: str, facts: dict, window: Window | None = None):
    """Unsaved row of `phones`, `hours` or `exceptions`: of a window, or of a blank one."""
    model = _MODELS[name]
    given = {
        each: _value(model, each, facts[each]) for each in NAMED[name].row_fields if each in facts
    }
    return model(window=window or blank_window(), **given)


def schedule_of(facts: Mapping) -> hours.Schedule:
    """A window's regular hours, with all that it says itself of holidays and the year end."""
    return hours.Schedule(
        rules=tuple(unsaved_row("hours", row).as_rule() for row in facts["hours"]),
        opens_on_holidays=facts["opens_on_holidays"],
        closes_at_year_end=facts["closes_at_year_end"],
        shifted_closing_days=frozenset(facts["shifted_closing_days"]),
    )


def shown_window(
    facts: dict, kept: Window | None = None, categories: dict[str, Category] | None = None
) -> Window:
    """Unsaved window with the given sound facts and all that pages read of it.

    What is no fact (status, confirmation, public ID) it has from `kept`, the window that the facts
    are about; None for one that is not there yet. A page with many windows passes the categories
    by their slugs, read once.
    """
    window = copy(kept) if kept else blank_window()
    _assign(window, facts, {})
    phones = [unsaved_row("phones", row, window) for row in facts["phones"]]
    for phone in phones:
        phone.clean()
    give_rows(
        window,
        categories=[categories[slug] for slug in facts["categories"] if slug in categories]
        if categories is not None
        else list(Category.objects.in_slugs(facts["categories"])),
        phones=phones,
        hours_rules=[unsaved_row("hours", row, window) for row in facts["hours"]],
        hours_exceptions=[unsaved_row("exceptions", row, window) for row in facts["exceptions"]],
    )
    return window


def check_facts(window: Window, facts: dict) -> tuple[list[Category] | None, dict]:
    """Give facts (as `facts_of` returns them, all or some) to a window that is not saved.

    Returns its categories and its rows by the fact's name. Raises ValidationError whose
    `message_dict` names the fact (`phones`, `hours` and `exceptions` among them).
    """
    faults: dict[str, list] = {}
    _assign(window, facts, faults)
    _check(window, faults, exclude=("hours_pattern", "verified_by"))
    categories = _categories(window, facts, faults)
    rows = {
        fact.name: _rows(window, fact.name, facts[fact.name], faults)
        for fact in ROWS
        if fact.name in facts
    }
    _check_together(rows, faults)
    _check_place(window, faults)
    if faults:
        raise ValidationError(faults)
    return categories, rows


def fault_of_categories(chosen: Iterable[Category], *, own: Collection[str], status: str) -> str:
    """Reason why a window cannot have these categories; "" where it can.

    `own` are the slugs of those that it has already: they may stay when they are out of use, as
    long as a published window has one in use beside them.
    """
    out_of_use = [category for category in chosen if not category.is_in_use]
    if new := [category.name for category in out_of_use if category.slug not in own]:
        text = _("分野「%s」は、いまは使っていません。使っている分野を選んでください。")
        return text % "、".join(new)
    if status == Window.Status.PUBLISHED and len(out_of_use) == len(list(chosen)):
        return _("公開中の窓口には、使っている分野を一つ以上選んでください。")
    return ""


@transaction.atomic
def write_facts(window: Window, facts: dict) -> None:
    """Write facts to a window and save it. Raises as `check_facts` does, with nothing saved.

    Rows of phones, hours and days off are replaced only where they differ. Callers call
    `changes.windows_saved` afterwards.
    """
    categories, rows = check_facts(window, facts)
    kept = facts_of(window) if window.pk else {}
    window.save()
    if categories is not None:
        window.categories.set(categories)
    for name, found in rows.items():
        if facts[name] != kept.get(name):
            _replace(window, name, found)
    give_rows(window)


def _assign(window: Window, facts: dict, faults: dict) -> None:
    for name in COLUMNS:
        if name in facts:
            try:
                setattr(window, name, _value(Window, name, facts[name]))
            except (ValidationError, ValueError, TypeError, InvalidOperation):
                faults.setdefault(name, []).append(_("読み取れない値です。"))


def _value(model: type[models.Model], name: str, value):
    field = model._meta.get_field(name)
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("a NUL character")
        if isinstance(field, models.DateField):
            return date.fromisoformat(value)
        if isinstance(field, models.DecimalField):
            return Decimal(value)
    return value


def _check(row: models.Model, faults: dict, exclude: tuple[str, ...], at: str = "") -> None:
    """Collect what is wrong with one row; below the list's name where it is one of several.

    The database's own constraints are asked for without it here, so that thousands of rows can
    be looked at: by `clean`, by `_check_together` and by `_check_place`.
    """
    try:
        row.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            if not at:
                faults.setdefault(name, []).extend(messages)
                continue
            label = "" if name == NON_FIELD_ERRORS else str(column_of(type(row), name).verbose_name)
            faults.setdefault(at, []).extend(f"{label}：{text}".lstrip("：") for text in messages)


def _categories(window: Window, facts: dict, faults: dict) -> list[Category] | None:
    if "categories" not in facts:
        return None
    slugs = facts["categories"]
    found = list(Category.objects.in_slugs(slugs))
    if not slugs:
        faults["categories"] = [_("分野を一つ以上選んでください。")]
    elif len(found) != len(set(slugs)):
        faults["categories"] = [_("分野の中に、登録されていないものがあります。")]
    else:
        own = {category.slug for category in window.categories.all()} if window.pk else set()
        if fault := fault_of_categories(found, own=own, status=window.status):
            faults["categories"] = [fault]
    return found


def _rows(window: Window, name: str, given: list[dict], faults: dict) -> list[models.Model]:
    found = []
    for facts in given:
        try:
            row = unsaved_row(name, facts, window)
        except (TypeError, ValueError, ValidationError):
            faults.setdefault(name, []).append(_("読み取れない行があります。"))
            continue
        _check(row, faults, exclude=("window", "dialled"), at=name)
        found.append(row)
    return found


def _check_together(rows: dict, faults: dict) -> None:
    """Refuse the same number twice and hours that overlap; only among sound rows."""
    if faults:
        return
    numbers = [(phone.kind, phone.dialled) for phone in rows.get("phones", [])]
    if len(numbers) != len(set(numbers)):
        faults["phones"] = [_("同じ番号が2回入っています。")]
    rules = [row.as_rule() for row in rows.get("hours", [])]
    exceptions = [row.as_exception() for row in rows.get("exceptions", [])]
    for name, found in (
        ("hours", hours.problems(rules)),
        ("exceptions", hours.problems([], exceptions)),
    ):
        if found:
            faults[name] = list(dict.fromkeys(problem.message for problem in found))


def _check_place(window: Window, faults: dict) -> None:
    if not faults and (window.latitude is None) != (window.longitude is None):
        faults[NON_FIELD_ERRORS] = [_("緯度と経度は、両方とも入力してください。")]


def _replace(window: Window, name: str, rows: list[Phone | HoursRule | HoursException]) -> None:
    manager = getattr(window, NAMED[name].related)
    manager.all().delete()
    for order, row in enumerate(rows):
        if isinstance(row, Phone):
            row.order = order
        row.window = window
    manager.model.objects.bulk_create(rows)
