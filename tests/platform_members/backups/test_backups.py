"""Backups: whole and true, or an alarm.

The small database here has what the portal's has: texts, times, numbers that have a fraction, a
sequence, a constraint, an index and a trigger. The last tests take the portal's own.
"""

import json
import os
import shutil
import stat
import subprocess
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import FileField

from directory.models import NightlyJob
from platform_members.backups import archive
from platform_members.backups.actions import (
    check_newest,
    make_backup,
    no_longer_kept,
    try_out,
)
from platform_members.backups.archive import BackupRefused
from platform_members.models import OutgoingMail
from tests.helpers.databases import NOW, ask, databases, spoil_bit


def rewrite(path: Path, change) -> None:
    """Let a function change the manifest of a backup, and set its checksum right again."""
    with tarfile.open(path) as tar:
        manifest = json.loads(tar.extractfile("manifest.json").read())
        dump = path.with_name("dump")
        dump.write_bytes(tar.extractfile("database.dump").read())
    change(manifest)
    contents = archive.Contents(**manifest.pop("contents"))
    path.unlink()
    archive.write(path, archive.Manifest(**manifest, contents=contents), dump)
    dump.unlink()


def test_a_backup_is_a_private_file_and_nothing_else_is_left(backup, database):
    """One file for its owner's eyes only; no draft, and no database that was tried out."""
    assert [path.name for path in backup.parent.iterdir()] == ["portal-20261126T031000Z.tar"]
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.parent.stat().st_mode) == 0o700
    assert databases(database) == {database.name}


def test_anybody_can_check_it_without_the_portal(backup, tmp_path):
    """It unpacks with tar, and sha256sum agrees."""
    with tarfile.open(backup) as tar:
        tar.extractall(tmp_path / "unpacked", filter="data")
    checked = subprocess.run(
        [shutil.which("sha256sum"), "--check", "SHA256SUMS"],
        cwd=tmp_path / "unpacked",
        capture_output=True,
        text=True,
    )
    assert checked.stdout == "manifest.json: OK\ndatabase.dump: OK\n"


def test_it_counts_every_row_of_every_table(backup):
    """The manifest says what was in the database at that moment."""
    contents = archive.read(backup).contents
    assert {name: rows for name, (rows, _hash) in contents.tables.items()} == {
        "window_of_tests": 2000,
        "empty_of_tests": 0,
    }
    assert contents.sequences == {"window_of_tests_id_seq": 2000}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE window_of_tests SET share = share + 1e-12 WHERE id = 7",
        "UPDATE window_of_tests SET since = since + interval '1 microsecond' WHERE id = 7",
        "DELETE FROM window_of_tests WHERE id = 7",
        "INSERT INTO empty_of_tests VALUES (NULL)",
        "CREATE TABLE another (id int)",
        "DROP TRIGGER shout ON window_of_tests",
        "ALTER TABLE window_of_tests DROP CONSTRAINT window_of_tests_name_key",
    ],
)
def test_a_copy_that_differs_at_all_is_noticed(backup, database, change):
    """One cell, one row, one table, one trigger, one constraint."""
    rewritten = backup.with_name("rewritten.tar")
    shutil.copy(backup, rewritten)
    with database.connected(autocommit=True) as connection:
        connection.execute(change)
    new = make_backup(backup.parent, database, now=NOW + timedelta(hours=1))
    other = archive.read(new)

    def claim(manifest):
        manifest["contents"] = json.loads(json.dumps(vars(other.contents)))

    rewrite(rewritten, claim)
    with pytest.raises(BackupRefused, match="もとのデータと違います"):
        try_out(rewritten, database)


def test_what_is_written_meanwhile_does_not_matter(backup, database):
    """Dump and count are of one moment: a later row is in neither."""
    ask(database, "INSERT INTO empty_of_tests VALUES (1)")
    assert check_newest(backup.parent, database, now=NOW).contents.tables["empty_of_tests"][0] == 0


def spoil_empty(path: Path) -> None:
    """Leave nothing of it."""
    path.write_bytes(b"")


def spoil_truncated(path: Path) -> None:
    """Lose its second half."""
    os.truncate(path, path.stat().st_size // 2)


def spoil_version(path: Path) -> None:
    """Say that it came from the PostgreSQL before."""
    rewrite(path, lambda manifest: manifest.update(server_version=170004))


def spoil_age(path: Path) -> None:
    """Say that it was made two days ago, as when the nightly job has died."""
    old = (NOW - timedelta(days=2)).isoformat()
    rewrite(path, lambda manifest: manifest.update(made_at=old))


def spoil_missing(path: Path) -> None:
    """Remove it."""
    path.unlink()


SABOTAGE = {
    spoil_empty: "壊れています",
    spoil_truncated: "壊れています",
    spoil_bit: "壊れています",
    spoil_version: "PostgreSQL 17",
    spoil_age: "48時間前",
    spoil_missing: "バックアップがありません",
}


@pytest.mark.parametrize(
    ("spoil", "words"), SABOTAGE.items(), ids=[spoil.__name__ for spoil in SABOTAGE]
)
def test_each_of_six_sabotaged_backups_is_noticed(backup, database, spoil, words):
    """A good one passes; empty, cut, turned, of another version, old or missing does not."""
    check_newest(backup.parent, database, now=NOW)
    spoil(backup)
    with pytest.raises(BackupRefused, match=words):
        check_newest(backup.parent, database, now=NOW)


def test_a_bit_turned_anywhere_is_noticed_or_means_nothing(backup):
    """Headers and padding of tar included."""
    whole, content = archive.read(backup), backup.read_bytes()
    dump = []
    archive.stream_dump(backup, lambda stream: dump.append(stream.read()))
    for place in range(0, len(content), len(content) // 300):
        turned = bytearray(content)
        turned[place] ^= 4
        backup.write_bytes(turned)
        try:
            assert archive.read(backup) == whole
            archive.stream_dump(backup, lambda stream: dump.append(stream.read()))
            assert dump.pop() == dump[0]
        except BackupRefused as error:
            assert "壊れています" in str(error)  # noqa: PT017  (either is right)


def test_a_newer_portals_backup_is_refused(backup, database):
    """Its tables mean things that this portal does not know."""
    rewrite(backup, lambda manifest: manifest.update(migrations=["directory.9999_later"]))
    with pytest.raises(BackupRefused, match="9999_later"):
        check_newest(backup.parent, database, now=NOW)


def test_a_backup_that_cannot_be_made_leaves_the_folder_as_it_was(
    backup, database, settings, tmp_path
):
    """pg_dump fails: its own words are in the refusal, there is no draft, and old ones stay."""
    before = sorted(backup.parent.iterdir())
    version = f"{database.server_version // 10_000}.0"
    program = tmp_path / "pg_dump"
    program.write_text(
        f"#!/bin/sh\ntest $1 = --version && echo {version} && exit\necho no space left >&2\nexit 1"
    )
    program.chmod(0o700)
    settings.POSTGRES_BIN = str(tmp_path)
    with pytest.raises(BackupRefused, match="no space left"):
        make_backup(backup.parent, database, now=NOW + timedelta(hours=1))
    assert sorted(backup.parent.iterdir()) == before


def test_old_backups_go_and_one_of_each_month_stays():
    """Two weeks of nights, and the last of each of twelve months, two of which are among them."""
    first = datetime(2025, 6, 1, 3, 10, tzinfo=UTC)
    paths = [Path(archive.name_for(first + timedelta(days=n))) for n in range(500)]
    gone = no_longer_kept(paths)
    kept = [path for path in paths if path not in gone]
    assert paths[-14:] == kept[-14:]
    assert len(kept) == 14 + 10
    assert [path.name[7:15] for path in kept[:2]] == ["20251130", "20251231"]


@pytest.mark.django_db(transaction=True)
def test_the_nights_backup_is_noted_and_its_failure_mailed(administrator, tmp_path, capsys):
    """Success is noted for /readyz; a failure ends with status 1, a sentence and a mail."""
    call_command("backup", tmp_path)
    call_command("check_backup", tmp_path)
    assert set(NightlyJob.objects.successes()) == {"backup", "check_backup"}
    assert "すべての表が同じ" in capsys.readouterr().out
    NightlyJob.objects.all().delete()
    [path] = archive.backups_in(tmp_path)
    spoil_truncated(path)
    with pytest.raises(CommandError, match=r"(?s)壊れています.*1通書きました"):
        call_command("check_backup", tmp_path)
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to) == ("backup_failed", administrator.email)
    assert "壊れています" in mail.text
    assert not NightlyJob.objects.exists()


def test_everything_that_people_enter_is_in_the_database():
    """No model keeps files beside it, which a backup would have to take along."""
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    assert [field for field in fields if isinstance(field, FileField)] == []
