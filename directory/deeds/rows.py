"""Rows of any table as PostgreSQL's JSON: read, compared, written."""

import json
from collections.abc import Iterable

from django.db import connection
from psycopg import sql

from directory.deeds.naming import model_of

# Counted or derived of the rest, by PostgreSQL or when it is put back.
DERIVED = frozenset(
    {"revision", "updated_at", "changed_at", "reachable", "reservation_kept", "hours_pattern_id"}
)


def said_alike(one: dict | None, other: dict | None) -> bool:
    """Whether two states of a row say the same; None is a row that is not there.

    A column that one of them does not know, since it is of another release, is not compared.
    """
    if one is None or other is None:
        return one is other
    return all(one[name] == other[name] for name in one.keys() & other.keys() - DERIVED)


def as_json(table: str, keys: list[int], *, locked: bool) -> dict[int, dict]:
    """Rows as they are now, by primary key; locked until the transaction ends, or not."""
    query = sql.SQL("SELECT id, to_jsonb({0}) FROM {0} WHERE id = ANY(%s) ORDER BY id")
    lock = sql.SQL(" FOR UPDATE" if locked else "")
    with connection.cursor() as cursor:
        cursor.execute(query.format(sql.Identifier(table)) + lock, [keys])
        return {key: json.loads(row) for key, row in cursor.fetchall()}


def update_row(table: str, key: int, said: dict, names: Iterable[str]) -> None:
    """Let columns of a row say again what they said."""
    columns = _columns(table, set(names) & said.keys() - DERIVED)
    query = sql.SQL(
        "UPDATE {table} SET ({columns}) ="
        " (SELECT {columns} FROM jsonb_populate_record(NULL::{table}, %s)) WHERE id = %s"
    )
    _run(query, table, columns, [json.dumps(said), key])


def insert_row(table: str, said: dict) -> None:
    """Put a deleted row back under its own number."""
    query = sql.SQL(
        "INSERT INTO {table} ({columns})"
        " SELECT {columns} FROM jsonb_populate_record(NULL::{table}, %s)"
    )
    _run(query, table, _columns(table, said.keys()), [json.dumps(said)])


def delete_row(table: str, key: int) -> None:
    """Delete one row that belongs to another one."""
    _run(sql.SQL("DELETE FROM {table} WHERE id = %s"), table, [], [key])


def _columns(table: str, names: Iterable[str]) -> list[sql.Identifier]:
    known = {str(field.column) for field in model_of(table)._meta.concrete_fields}
    return [sql.Identifier(name) for name in sorted(known & set(names))]


def _run(query: sql.SQL, table: str, columns: list[sql.Identifier], values: list) -> None:
    whole = query.format(table=sql.Identifier(table), columns=sql.SQL(", ").join(columns))
    with connection.cursor() as cursor:
        cursor.execute(whole, values)
