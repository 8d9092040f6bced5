"""Figures of a database's contents, equal in a faithful copy."""

import hashlib

import psycopg
from django.utils.translation import gettext as _
from psycopg import sql

from platform_members.backups.archive import BackupRefused, Contents

# Settings on which the text of a value depends.
_AS_TEXT = """
SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres';
SET extra_float_digits = 3; SET bytea_output = 'hex'; SET search_path = public
"""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
# Independent of the order of rows; a row is taken by a name that no column has.
_ROWS = (
    "SELECT count(*), coalesce(sum(hashtextextended(whole_row_::text, 0)::numeric), 0)::text"
    " FROM {} AS whole_row_"
)
_SEQUENCES = """
SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'
"""
# Columns, constraints, indexes, triggers, functions and views, each as one line. Not the text of
# expressions: PostgreSQL writes some differently after a restore, with the same meaning.
_SCHEMA = """
SELECT concat_ws(' ', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relkind IN ('r', 'p', 'v') AND attnum > 0 AND NOT attisdropped
    AND relnamespace = 'public'::regnamespace
UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, contype)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT concat_ws(' ', tablename, indexname) FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled)
    FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT concat_ws(' ', oid::regprocedure, md5(prosrc))
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT viewname FROM pg_views WHERE schemaname = 'public'
"""


def contents_of(connection: psycopg.Connection) -> Contents:
    """Count and hash every row of every table, as this connection's transaction sees them."""
    connection.execute(_AS_TEXT)
    tables = {}
    for (table,) in connection.execute(_TABLES).fetchall():
        query = sql.SQL(_ROWS).format(sql.Identifier(table))
        [row] = connection.execute(query).fetchall()
        tables[table] = list(row)
    lines = sorted(line for (line,) in connection.execute(_SCHEMA))
    schema_hash = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return Contents(tables, dict(connection.execute(_SEQUENCES).fetchall()), schema_hash)


def compare(wanted: Contents, found: Contents, *, with_schema: bool) -> None:
    """Refuse a copy that is not the original, naming what differs. Raises BackupRefused.

    A sequence may be further on: it is no part of a snapshot.
    """
    names = sorted(wanted.tables.keys() | found.tables.keys())
    differing = [name for name in names if wanted.tables.get(name) != found.tables.get(name)]
    differing += [
        name for name, value in wanted.sequences.items() if found.sequences.get(name, -1) < value
    ]
    if with_schema and wanted.schema != found.schema:
        differing.append(_("表の定義"))
    if differing:
        text = _("試しに復元したものが、もとのデータと違います：%(names)s")
        raise BackupRefused(text % {"names": "、".join(differing)})
