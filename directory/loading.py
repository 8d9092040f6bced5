"""Loading a directory from the files in `fixtures/`: all of it or nothing."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from directory import hours, hours_index
from directory.models import Category, HoursRule, Phone, Window

WEEKDAYS = "月火水木金土日"


class DamagedFixture(Exception):
    """A file that cannot be loaded; the text names the file, the row and the field."""


def load_directory(folder: Path) -> dict[str, int]:
    """Add what `folder` holds and the database does not: categories by slug, windows by uid.

    What is there already stays as it is, so that nothing that staff changed is overwritten.
    Returns how many rows were added, by model name in lower case.
    Raises DamagedFixture, with nothing added, when any row is unsound.
    """
    with transaction.atomic():
        added = {
            "category": _load(folder / "categories.json", "slug", Category, _add_category),
            "window": _load(folder / "windows.json", "uid", Window, _add_window),
        }
        hours_index.refresh_hours(now=timezone.now())
    return added


def _load(path: Path, key: str, model: type[models.Model], add) -> int:
    """Add the rows of one file whose key is not in the database; return how many."""
    known = {str(value) for value in model.objects.values_list(key, flat=True)}
    added = 0
    for number, row in enumerate(_rows(path), start=1):
        place = f"{path.name}, row {number}"
        if not isinstance(row, dict) or not isinstance(row.get(key), str):
            raise DamagedFixture(f"{place}, field {key}: is missing or no text.")
        if row[key] not in known:
            try:
                add(dict(row))
            except ValidationError as error:
                raise DamagedFixture(f"{place}, {_first_fault(error)}") from error
            except (TypeError, AttributeError, ValueError) as error:
                raise DamagedFixture(f"{place}: has the wrong form ({error}).") from error
            known.add(row[key])
            added += 1
    return added


def _rows(path: Path) -> list:
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DamagedFixture(f"{path.name}: there is no such file in {path.parent}.") from error
    except UnicodeDecodeError as error:
        raise DamagedFixture(f"{path.name}: is not UTF-8 text (byte {error.start}).") from error
    except json.JSONDecodeError as error:
        raise DamagedFixture(
            f"{path.name}, line {error.lineno}, column {error.colno}: is not JSON ({error.msg})."
        ) from error
    if not isinstance(rows, list):
        raise DamagedFixture(f"{path.name}: must be a list of rows.")
    return rows


def _first_fault(error: ValidationError) -> str:
    field, messages = next(iter(error.message_dict.items()))
    return f"field {field}: {messages[0]}"


def _checked(model: type[models.Model], exclude: tuple[str, ...] = (), **values) -> models.Model:
    """Return an unsaved row whose every field has been checked."""
    fields = {field.name for field in model._meta.get_fields()}
    for name in values:
        if name not in fields:
            raise ValidationError({name: "is no field of this file."})
        if isinstance(values[name], str) and "\x00" in values[name]:
            raise ValidationError({name: "holds a NUL character."})
    row = model(**values)
    row.full_clean(exclude=exclude)
    return row


def _add_category(row: dict) -> None:
    _checked(Category, **row).save()


def _add_window(row: dict) -> None:
    slugs = row.pop("categories", [])
    phones = row.pop("phones", [])
    rules = row.pop("hours", [])
    categories = list(Category.objects.filter(slug__in=slugs))
    if not slugs or len(categories) != len(slugs):
        raise ValidationError({"categories": f"{slugs!r} does not name existing categories."})
    window = _checked(Window, **_with_weekdays(row, "shifted_closing_days"))
    window.publish(at=timezone.now())
    window.save()
    window.categories.set(categories)
    for order, phone in enumerate(phones):
        _checked(Phone, exclude=("dialled",), window=window, order=order, **phone).save()
    for rule in rules:
        rule = _with_weekdays(rule, "weekdays")
        for edge in ("opens", "closes"):
            rule[edge] = _minutes(rule, edge)
        _checked(HoursRule, window=window, **rule).save()


def _with_weekdays(row: dict, field: str) -> dict:
    """Read weekdays written as 月水金."""
    days = row.get(field, "")
    if not isinstance(days, str) or any(day not in WEEKDAYS for day in days):
        raise ValidationError({field: f"{days!r} must be written like 月火水."})
    return row | {field: [WEEKDAYS.index(day) for day in days]}


def _minutes(row: dict, field: str) -> int:
    """Read a time written as 8:30."""
    try:
        return hours.minutes(str(row.get(field, "")))
    except ValueError as error:
        raise ValidationError({field: str(error)}) from error
