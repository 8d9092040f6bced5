"""Canaries: a mark of its own in every text of every row, by which answers show what they tell."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

from django.apps import apps
from django.db import connection, models
from django.http import HttpResponse
from psycopg.types.json import Jsonb

APPS = ("directory", "platform_members", "campaigns")
MARK = re.compile(rb"kanaria(\d+)z")
# Texts that steer the portal instead of telling something, and secrets that no page could show.
NO_CANARY = {
    *("AuditEntry.who", "AuditEntry.about", "AuditEntry.what"),  # the database takes no change
    *("Category.slug", "OutgoingMail.kind", "GapCheck.value", "NightlyJob.name", "Kpi.unit"),
    *("HoursPattern.key", "WindowTally.hours_pattern", "WindowTally.status", "LinkCheck.address"),
    *(
        "Window.hours_override",
        "Window.suspension_reason",
        "Phone.dialled",
        "Phone.printed",
        "WindowSearch.text",
    ),
    *("DeedRow.table", "DeedRow.root_table", "Drawing.fingerprint", "Drawing.svg"),
    *("Attempt.key", "Attempt.value", "MembershipApplication.reason", "MediumResult.medium"),
    *("Invitation.token_hash", "CalendarFeed.token_hash", "VerificationRequest.token_hash"),
    *("User.password", "VerificationRequest.message"),
}
# Texts of windows, programmes and meetings by the names that their stored facts have.
KEYS = {"note", "cost", "address", "place_note", "content", "agenda"}


class Canaries:
    """The marks that were put into the rows, by number: field, group of rows, and key."""

    def __init__(self) -> None:
        self.placed: list[tuple[str, str, object]] = []

    def place(self, foreign: dict[str, set]) -> None:
        """Put one into every text of every row; `foreign` has keys by model, or by field."""
        for model, column in texts():
            name = f"{model.__name__}.{column.name}"
            for key, value in model._base_manager.values_list("pk", column.attname):
                new = partial(self._new, foreign, model.__name__, key)
                if isinstance(column, models.JSONField):
                    _write(model, column, key, Jsonb(_in_facts(value, name, new)))
                else:
                    _write(model, column, key, _marked(column, new(name)))

    def _new(self, foreign: dict[str, set], model: str, key: object, name: str) -> str:
        is_foreign = key in foreign.get(model, ()) or key in foreign.get(name, ())
        self.placed.append((name, "foreign" if is_foreign else "own", key))
        return f"kanaria{len(self.placed) - 1}z"

    def told(self, answer: HttpResponse, reader: object) -> set[tuple[str, str]]:
        """The fields that an answer tells of, but for those of the reader's own account."""
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = b"".join(map(archive.read, archive.namelist()))
        found = {self.placed[int(number)] for number in MARK.findall(content)}
        return {
            (name, rows)
            for name, rows, key in found
            if not (name.startswith("User.") and key == reader)
        }


def texts() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Every column of the portal that holds free text, or values with such."""
    for model in apps.get_models():
        for column in model._meta.concrete_fields if model._meta.app_label in APPS else ():
            free = isinstance(column, models.CharField | models.TextField) and not column.choices
            free = free and not type(column).__name__.startswith("Reported")
            if (free or isinstance(column, models.JSONField)) and (
                f"{model.__name__}.{column.name}" not in NO_CANARY
            ):
                yield model, column


def keys() -> dict[str, set]:
    """The keys of all rows that there are, by model."""
    return {
        model.__name__: set(model._base_manager.values_list("pk", flat=True))
        for model, _column in texts()
    }


def _marked(column: models.Field, mark: str) -> str:
    if isinstance(column, models.EmailField):
        return f"{mark}@example.jp"
    return f"https://{mark}.example.jp/" if isinstance(column, models.URLField) else mark


def _in_facts(value, name: str, new: Callable[[str], str]):
    """Stored facts with a mark in each of their texts."""
    if isinstance(value, dict):
        return {
            key: new(f"{name}.{key}")
            if key in KEYS and isinstance(each, str)
            else _in_facts(each, f"{name}.{key}", new)
            for key, each in value.items()
        }
    return [_in_facts(each, name, new) for each in value] if isinstance(value, list) else value


def _write(model: type[models.Model], column: models.Field, key, value) -> None:
    """Write past every rule of the model: what is told is asked here, not what may be typed."""
    quote = connection.ops.quote_name
    statement = (
        f"UPDATE {quote(model._meta.db_table)} SET {quote(column.column)} = %s"  # noqa: S608
        f" WHERE {quote(model._meta.pk.column)} = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value, key])
