"""Loading a directory from the files in `fixtures/`: all of it or nothing."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from directory import hours
from directory.changes import keep_first_versions
from directory.models import (
    Category,
    DangerLine,
    FinderAnswer,
    FinderAnswerWindow,
    FinderQuestion,
    HoursRule,
    Phone,
    SearchTerm,
    SearchTermWindow,
    Window,
)
from directory.open_now import index as hours_index
from directory.search.index import index_windows

_Model = TypeVar("_Model", bound=models.Model)


class DamagedFixture(Exception):
    """Error of a file that cannot be loaded; its text names file, row and field."""


def load_directory(folder: Path) -> dict[str, int]:
    """Add what `folder` holds and the database does not.

    Categories are known by slug, windows by uid, search terms by phrase; a kind of danger gets
    lines where it has none, the finder gets its questions where it has none at all. What is there
    already stays as it is.
    Returns how many rows were added, by model name in lower case.
    Raises DamagedFixture, with nothing added, when any row is unsound.
    """
    with transaction.atomic():
        added = {
            "category": load_rows(folder / "categories.json", "slug", Category, _add_category),
            "window": load_rows(folder / "windows.json", "uid", Window, _add_window),
            "searchterm": _add_terms(folder / "search_terms.json"),
            "dangerline": _add_danger_lines(folder / "danger_lines.json"),
            "finderquestion": _add_finder(folder / "finder.json"),
        }
        Window.objects.note_reachable(Window.objects.not_indexed().prefetch_related("phones"))
        hours_index.refresh_hours(now=timezone.now())
        index_windows(Window.objects.not_indexed().prefetch_related("phones"))
        keep_first_versions(Window.objects.without_version())
    return added


def load_rows(path: Path, key: str, model: type[models.Model], add, look_up: str = "") -> int:
    """Add the rows of one file whose key is not in the database; return how many.

    `look_up` finds the keys in the database, where the key's name does not.
    """
    known = {str(value) for value in model._default_manager.values_list(look_up or key, flat=True)}
    added = 0
    for number, row in enumerate(read_rows(path), start=1):
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


def read_rows(path: Path) -> list:
    """Return the rows of a file. Raises DamagedFixture where it holds no list of rows."""
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


def checked(
    model: type[_Model], exclude: tuple[str, ...] = (), validate_unique: bool = True, **values
) -> _Model:
    """Return an unsaved row whose every field has been checked."""
    fields = {field.name for field in model._meta.get_fields()}
    for name in values:
        if name not in fields:
            raise ValidationError({name: "is no field of this file."})
        if isinstance(values[name], str) and "\x00" in values[name]:
            raise ValidationError({name: "holds a NUL character."})
    row = model(**values)
    row.full_clean(exclude=exclude, validate_unique=validate_unique)
    return row


def _add_category(row: dict) -> None:
    checked(Category, **row).save()


def _add_window(row: dict) -> None:
    slugs = row.pop("categories", [])
    phones = row.pop("phones", [])
    rules = row.pop("hours", [])
    is_draft = _is_draft(row.pop("status", "published"))
    categories = list(Category.objects.filter(slug__in=slugs))
    if not slugs or len(categories) != len(slugs):
        raise ValidationError({"categories": f"{slugs!r} does not name existing categories."})
    window = checked(Window, **_with_weekdays(row, "shifted_closing_days"))
    if not is_draft:
        window.publish(at=timezone.now())
    window.save()
    window.categories.set(categories)
    for order, phone in enumerate(phones):
        checked(Phone, exclude=("dialled",), window=window, order=order, **phone).save()
    for rule in rules:
        rule = _with_weekdays(rule, "weekdays")
        for edge in ("opens", "closes"):
            rule[edge] = _minutes(rule, edge)
        checked(HoursRule, window=window, **rule).save()


def _is_draft(status: str) -> bool:
    """Status of a row: a draft waits until staff confirm and publish it."""
    if status not in ("draft", "published"):
        raise ValidationError({"status": f"{status!r} must be draft or published."})
    return status == "draft"


def _with_weekdays(row: dict, field: str) -> dict:
    """Read weekdays written as 月水金."""
    days = row.get(field, "")
    if not isinstance(days, str) or any(day not in hours.WEEKDAYS for day in days):
        raise ValidationError({field: f"{days!r} must be written like {hours.WEEKDAYS[:3]}."})
    return row | {field: [hours.WEEKDAYS.index(day) for day in days]}


def _minutes(row: dict, field: str) -> int:
    """Read a time written as 8:30."""
    try:
        return hours.read_time(str(row.get(field, "")))
    except ValueError as error:
        raise ValidationError({field: str(error)}) from error


def _add_terms(path: Path) -> int:
    """Add the search terms of one file whose phrase is not in the database, all at once."""
    categories = {category.slug: category for category in Category.objects.all()}
    windows = _windows_by_name(path.with_name("windows.json"))
    terms: list[tuple[SearchTerm, list[Category], list[Window]]] = []

    def add(row: dict) -> None:
        slugs, names = row.pop("categories", []), row.pop("windows", [])
        term = checked(SearchTerm, validate_unique=False, **row)
        terms.append(
            (term, _named(slugs, categories, "categories"), _named(names, windows, "windows"))
        )

    added = load_rows(path, "phrase", SearchTerm, add)
    SearchTerm.objects.bulk_create(term for term, _categories, _windows in terms)
    SearchTerm.categories.through.objects.bulk_create(
        SearchTerm.categories.through(searchterm=term, category=category)
        for term, its_categories, _windows in terms
        for category in its_categories
    )
    SearchTermWindow.objects.bulk_create(
        SearchTermWindow(term=term, window=window, order=order)
        for term, _categories, its_windows in terms
        for order, window in enumerate(its_windows)
    )
    return added


def _add_danger_lines(path: Path) -> int:
    """Add the lines of each kind of danger that has none in the database, in the file's order."""
    windows = _windows_by_name(path.with_name("windows.json"))

    def add(row: dict) -> None:
        raising = _named(row.pop("raising", []), windows, "raising")
        for order, window in enumerate(_named(row.pop("windows", []), windows, "windows")):
            checked(DangerLine, window=window, order=order, raises=window in raising, **row).save()

    return load_rows(path, "kind", DangerLine, add)


def _add_finder(path: Path) -> int:
    """Add the questions of the finder with their answers, unless it has any."""
    if FinderQuestion.objects.exists():
        return 0
    windows = _windows_by_name(path.with_name("windows.json"))
    categories = {category.slug: category for category in Category.objects.all()}
    answers: list[tuple[FinderQuestion, dict]] = []

    def add(row: dict) -> None:
        answers_of_row = row.pop("answers", [])
        question = checked(FinderQuestion, order=FinderQuestion.objects.count(), **row)
        question.save()
        answers.extend((question, dict(each)) for each in answers_of_row)

    added = load_rows(path, "text", FinderQuestion, add)
    questions = {question.text: question for question in FinderQuestion.objects.all()}
    for order, (question, row) in enumerate(answers):
        try:
            _add_answer(question, row, order, questions, categories, windows)
        except (ValidationError, TypeError, AttributeError, KeyError) as error:
            raise DamagedFixture(f"{path.name}, answer {order + 1}: {error}") from error
    return added


def _add_answer(question, row: dict, order: int, questions, categories, windows) -> None:
    named = [(each["window"], each.get("reason", "")) for each in row.pop("windows", [])]
    asked = row.pop("leads_to", None)
    chosen = _named(row.pop("categories", []), categories, "categories")
    (leads_to,) = _named([asked], questions, "leads_to") if asked else (None,)
    answer = checked(FinderAnswer, question=question, leads_to=leads_to, order=order, **row)
    answer.save()
    answer.categories.set(chosen)
    for place, (name, reason) in enumerate(named):
        for window in _named([name], windows, "windows"):
            values = {"answer": answer, "window": window, "reason": reason, "order": place}
            checked(FinderAnswerWindow, **values).save()


def _windows_by_name(path: Path) -> dict[str, Window | None]:
    """The windows of the database by their names, and the names in a file of windows.

    A window that staff have renamed since is None, so that it is left out; one that never was is
    a fault.
    """
    windows: dict[str, Window | None] = {
        name: None for row in read_rows(path) for name in _names(**row)
    }
    for window in Window.objects.order_by("-order", "-pk"):
        windows |= dict.fromkeys(_names(window.name, window.subject), window)
    return windows


def _names(name: str, subject: str, **_facts) -> tuple[str, str]:
    """Names of windows for search terms: name｜subject where several windows share a name."""
    return name, f"{name}｜{subject}"


def _named(names: list[str], known: Mapping[str, _Model | None], field: str) -> list[_Model]:
    """Look names up. Raises ValidationError for an unknown one."""
    for name in names:
        if name not in known:
            raise ValidationError({field: f"{name!r} is not in the directory."})
    return [row for row in dict.fromkeys(known[name] for name in names) if row]
