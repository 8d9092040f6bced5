"""Operations of backups: make, restore on trial, restore in place of the database."""

import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from platform_members.backups import archive, postgres
from platform_members.backups.archive import BackupRefused, Manifest
from platform_members.backups.comparing import compare, contents_of
from platform_members.backups.postgres import Database

OLD_AFTER = timedelta(hours=36)
NEWEST_KEPT = 14  # and of each of as many months as follow the newest one
MONTHS_KEPT = 12
_ABANDONED_SECONDS = 24 * 3600


def make_backup(folder: Path, database: Database, *, now: datetime) -> Path:
    """Make a backup, restore it on trial, compare, and only then give it its name.

    Backups that need not be kept any longer are removed. Raises BackupRefused, and OSError or
    psycopg.Error where disk or database fail; the folder is then as it was.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _remove_abandoned(folder)
    with tempfile.TemporaryDirectory(prefix=archive.PARTIAL, dir=folder) as work:
        dump, draft = Path(work) / "dump", Path(work) / "backup"
        manifest = _dump(database, dump, now)
        archive.write(draft, manifest, dump)
        dump.unlink()
        try_out(draft, database)
        target = folder / archive.name_for(now.astimezone(UTC))
        draft.rename(target)
        _write_through(folder)
    for path in no_longer_kept(archive.backups_in(folder)):
        path.unlink()
    return target


def try_out(path: Path, database: Database) -> Manifest:
    """Restore a backup into a new database, compare, and remove that. Raises BackupRefused."""
    manifest = archive.read(path)
    with postgres.alone(database) as beside, postgres.scratch(beside, database) as copy:
        _restore_and_compare(path, manifest, copy)
    return manifest


def check_newest(folder: Path, database: Database, *, now: datetime) -> Manifest:
    """Try out the newest backup: there, young, of this version, and whole. Raises BackupRefused."""
    paths = archive.backups_in(folder)
    if not paths:
        raise BackupRefused(_("%(folder)s に、バックアップがありません。") % {"folder": folder})
    manifest = archive.read(paths[-1])
    if (age := now - manifest.moment) > OLD_AFTER:
        text = _("いちばん新しいバックアップ（%(file)s）が、%(hours)d時間前のものです。")
        hours = age // timedelta(hours=1)
        raise BackupRefused(text % {"file": paths[-1].name, "hours": hours})
    _refuse_other_versions(manifest, database)
    if manifest.major != database.server_version // 10_000:
        text = _("バックアップはPostgreSQL %(old)d のもので、いまのサーバーは %(new)d です。")
        new = database.server_version // 10_000
        raise BackupRefused(text % {"old": manifest.major, "new": new})
    return try_out(paths[-1], database)


@dataclass(frozen=True)
class Restored:
    """Result of restoring: the backup's manifest, and the name of the former database."""

    manifest: Manifest
    aside: str  # the name of the database with the former data; empty where there were none


def restore(path: Path, database: Database, *, force: bool, now: datetime) -> Restored:
    """Put a backup in the place of the database, once it is restored beside it and compared.

    A database with rows in it is left alone without `force`; with it, it is kept under another
    name. Raises BackupRefused before anything is changed.
    """
    manifest = archive.read(path)
    _refuse_other_versions(manifest, database)
    rows = rows_in(database)
    if rows and not force:
        text = _(
            "データベース「%(name)s」には、すでに%(rows)d件のデータがあります。何も変えていません。"
            "入れ替えるときは --force を付けてください。"
            "いまのデータは消さず、別の名前のデータベースとして残します。"
        )
        raise BackupRefused(text % {"name": database.name, "rows": rows})
    aside = f"{database.name[:40]}_before_{now.astimezone(UTC):%Y%m%dT%H%M%S}"
    with postgres.alone(database) as beside, postgres.scratch(beside, database) as copy:
        _restore_and_compare(path, manifest, copy)
        postgres.put_in_place(beside, copy, database, aside)
        if not rows:
            postgres.drop(beside, aside)
    return Restored(manifest, aside if rows else "")


def rows_in(database: Database) -> int:
    """Number of rows in the database; 0 also where there is no such database."""
    try:
        with database.connected() as connection:
            return sum(rows for rows, _hash in contents_of(connection).tables.values())
    except psycopg.OperationalError as error:
        with database.named(postgres.MAINTENANCE).connected() as beside:
            if postgres.exists(beside, database.name):
                raise error
        return 0


def no_longer_kept(paths: list[Path]) -> list[Path]:
    """Of backups, oldest first, those that are neither among the newest nor last of a month."""
    months = {path.name.removeprefix("portal-")[:6]: path for path in paths}
    kept = {*paths[-NEWEST_KEPT:], *list(months.values())[-MONTHS_KEPT:]}
    return [path for path in paths if path not in kept]


def _dump(database: Database, target: Path, now: datetime) -> Manifest:
    """Dump the database and count it, both as it is at one moment."""
    with database.connected() as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        [(snapshot,)] = connection.execute("SELECT pg_export_snapshot()").fetchall()
        manifest = Manifest(
            now.isoformat(), database.server_version, _applied(connection), contents_of(connection)
        )
        database.run(
            "pg_dump",
            "--format=custom",
            f"--file={target}",
            f"--snapshot={snapshot}",
            f"--lock-wait-timeout={postgres.LOCK_WAIT}",
        )
    return manifest


def _applied(connection: psycopg.Connection) -> list[str]:
    """Migrations applied to the database."""
    [(table,)] = connection.execute("SELECT to_regclass('django_migrations')").fetchall()
    if table is None:
        return []
    rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return [f"{app}.{name}" for app, name in rows.fetchall()]


def _restore_and_compare(path: Path, manifest: Manifest, copy: Database) -> None:
    arguments = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
    archive.stream_dump(path, lambda dump: copy.run("pg_restore", *arguments, stdin=dump))
    with copy.connected() as connection:
        found = contents_of(connection)
    is_same_major = manifest.major == copy.server_version // 10_000
    compare(manifest.contents, found, with_schema=is_same_major)


def _refuse_other_versions(manifest: Manifest, database: Database) -> None:
    """Refuse a backup of a newer PostgreSQL or a newer portal."""
    if manifest.major > database.server_version // 10_000:
        text = _("バックアップは、いまより新しいPostgreSQL（%(major)d）のものです。")
        raise BackupRefused(text % {"major": manifest.major})
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := [name for name in manifest.migrations if name not in known]:
        text = _("バックアップは、いまより新しいポータルのものです（%(names)s）。")
        raise BackupRefused(text % {"names": "、".join(unknown)})


def _remove_abandoned(folder: Path) -> None:
    """Remove unfinished files of killed runs."""
    for path in folder.glob(f"{archive.PARTIAL}*"):
        if time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(path)


def _write_through(folder: Path) -> None:
    """Sync a folder, so that its names are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
