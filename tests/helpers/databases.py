"""Databases of a server, and backups that were tampered with."""

from datetime import UTC, datetime
from pathlib import Path

from platform_members.backups import postgres

NOW = datetime(2026, 11, 26, 3, 10, tzinfo=UTC)
TABLES = """
CREATE TABLE window_of_tests (
    id bigserial PRIMARY KEY, name text NOT NULL UNIQUE, since timestamptz, share double precision
);
CREATE TABLE empty_of_tests (id int);
CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN NEW.name = upper(NEW.name); RETURN NEW; END';
CREATE TRIGGER shout BEFORE INSERT ON window_of_tests FOR EACH ROW EXECUTE FUNCTION shout();
INSERT INTO window_of_tests (name, since, share)
    SELECT '窓口 ' || n, timestamptz '2026-11-26 08:30+9' + n * interval '1 day', n / 7.0
    FROM generate_series(1, 2000) AS n;
"""


def databases(database) -> set[str]:
    """This database and those whose names begin with its name."""
    with database.named(postgres.MAINTENANCE).connected() as connection:
        rows = connection.execute("SELECT datname FROM pg_database").fetchall()
    return {name for (name,) in rows if name.startswith(database.name)}


def ask(database, query: str):
    """The first column of the first row of an answer, committed."""
    with database.connected(autocommit=True) as connection:
        answer = connection.execute(query)
        return answer.fetchone()[0] if answer.description else None


def spoil_bit(path: Path) -> None:
    """Turn one bit within the dump."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
