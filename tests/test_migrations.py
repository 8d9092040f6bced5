"""Migrations run while residents read: none rewrites or checks a table that it has locked.

The rules of docs/recipes.md, "Change a table that is in use", as far as a migration's operations
tell. What was released before the rules is named in BEFORE_THE_RULES.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.operations.models import IndexOperation, ModelOperation
from django.db.migrations.state import ProjectState

OURS = ("directory", "platform_members", "campaigns")
BEFORE_THE_RULES = {
    "directory": "0022_danger_line_revisions",
    "platform_members": "0017_account_revisions",
    "campaigns": "0003_catalogue_version",
}
# Names by which migrations write fields and validators; they keep meaning what they mean.
NAMED_BY_MIGRATIONS = {
    "campaigns.fields",
    "directory.fields",
    "directory.models.furigana",  # its validator
    "directory.text.printable",
}
WRITING = ("update ", "delete ", "insert ", "with ", "do ")


def faults_of(migration, before: ProjectState) -> Iterator[str]:
    """What in a migration residents would notice; `before` are the models that it finds."""
    made = {each.name_lower for each in _all(migration) if isinstance(each, migrations.CreateModel)}
    altering = [each for each in _all(migration) if _alters(each, made)]
    if migration.atomic and altering and any(_writes_rows(each) for each in _all(migration)):
        yield "writes rows in the transaction that has locked a table"
    checked = {each.constraint.name for each in altering if isinstance(each, AddConstraintNotValid)}
    for each in altering:
        match each:
            case AddConstraintNotValid() | AddIndexConcurrently():
                pass
            case migrations.AddConstraint():
                yield f"adds {each.constraint.name} and checks every row under the lock"
            case migrations.AddIndex():
                yield f"builds {each.index.name} under the lock"
            case ValidateConstraint() if migration.atomic and each.name in checked:
                yield f"adds and checks {each.name} in one transaction"
            case migrations.AddField() if not _has_default(each.field):
                yield f"adds {each.name}, which workers of the former version do not write"
            case migrations.AlterField() if _changes_type(each, before, migration.app_label):
                yield f"rewrites the table for another type of {each.name}"


def _all(migration) -> Iterator:
    for each in migration.operations:
        if isinstance(each, migrations.SeparateDatabaseAndState):
            yield from each.database_operations
        else:
            yield each


def _alters(operation, made: set[str]) -> bool:
    if isinstance(operation, FieldOperation | IndexOperation | ValidateConstraint):
        return operation.model_name.lower() not in made
    return isinstance(operation, ModelOperation) and operation.name_lower not in made


def _writes_rows(operation) -> bool:
    if isinstance(operation, migrations.RunPython):
        return True
    sql = re.sub(r"\$\$.*?\$\$", "", str(getattr(operation, "sql", "")).lower(), flags=re.S)
    return any(line.strip().startswith(WRITING) for line in sql.split(";"))


def _has_default(field: models.Field) -> bool:
    return field.null or field.many_to_many or field.has_db_default()


def _changes_type(operation, before: ProjectState, app: str) -> bool:
    """Whether the column gets another type; a longer text or only another label is no rewriting."""
    old = before.models[app, operation.model_name.lower()].fields[operation.name]
    if old.is_relation or operation.field.is_relation:
        return False
    was, becomes = old.db_type(connection), operation.field.db_type(connection)
    return was != becomes and (old.max_length or 0) >= (operation.field.max_length or 0)


def test_no_new_migration_is_noticed_by_residents(db):
    """Every migration since the rules."""
    loader = MigrationLoader(connection)
    found = [
        f"{key}: {fault}"
        for key, migration in sorted(loader.disk_migrations.items())
        if key[0] in OURS and key[1] > BEFORE_THE_RULES[key[0]]
        for fault in faults_of(migration, loader.project_state([key], at_end=False))
    ]
    assert found == []


CHECK = models.CheckConstraint(name="window_is_sound", condition=~models.Q(name=""))
UPDATE = migrations.RunSQL("UPDATE directory_window SET name = ''")
DESCRIBE = migrations.AddField("window", "colour", models.TextField(null=True))


@pytest.mark.parametrize(
    ("operations", "fault"),
    [
        ([DESCRIBE, UPDATE], "writes rows"),
        ([DESCRIBE, migrations.RunPython(print)], "writes rows"),
        ([migrations.AddConstraint("window", CHECK)], "checks every row"),
        (
            [AddConstraintNotValid("window", CHECK), ValidateConstraint("window", CHECK.name)],
            "in one transaction",
        ),
        ([migrations.AddIndex("window", models.Index("name", name="by_name"))], "builds by_name"),
        ([migrations.AddField("window", "colour", models.TextField())], "do not write"),
        ([migrations.AlterField("window", "name", models.IntegerField())], "rewrites"),
        ([migrations.AlterField("window", "name", models.CharField(max_length=9))], "rewrites"),
    ],
)
def test_what_residents_would_notice_is_found(operations, fault):
    """Each rule finds its own kind of fault."""
    [found] = faults_of(_migration(operations), ProjectState.from_apps(apps))
    assert fault in found


@pytest.mark.parametrize(
    "operations",
    [
        [UPDATE],
        [AddConstraintNotValid("window", CHECK)],
        [migrations.AddField("window", "colour", models.TextField(db_default=""))],
        [migrations.AlterField("window", "name", models.CharField(max_length=900))],
        [
            migrations.CreateModel("Colour", [("id", models.AutoField(primary_key=True))]),
            migrations.AddConstraint("colour", CHECK),
            UPDATE,
        ],
    ],
)
def test_what_takes_an_instant_is_allowed(operations):
    """So is whatever happens to a table that the migration has made."""
    assert list(faults_of(_migration(operations), ProjectState.from_apps(apps))) == []


def _migration(operations: list) -> migrations.Migration:
    made = migrations.Migration("0099_trial", "directory")
    made.operations = operations
    return made


def test_migrations_import_no_code_that_changes():
    """A migration carries its own copy of what it needs."""
    found = [
        f"{path.parent.parent.name}/{path.name}: {name}"
        for app in OURS
        for path in sorted(Path(apps.get_app_config(app).path, "migrations").glob("*.py"))
        for each in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(each, ast.Import | ast.ImportFrom)
        for name in ([each.module] if isinstance(each, ast.ImportFrom) else _names(each))
        if name.partition(".")[0] in OURS and name not in NAMED_BY_MIGRATIONS
    ]
    assert found == []


def _names(statement: ast.Import) -> list[str]:
    return [alias.name for alias in statement.names]
