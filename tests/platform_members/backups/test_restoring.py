"""A backup takes the place of a database: nothing in use is overwritten, no damaged one taken."""

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from platform_members.backups import archive, postgres
from platform_members.backups.actions import (
    restore,
)
from platform_members.backups.archive import BackupRefused
from tests.helpers.databases import NOW, ask, databases, spoil_bit


def test_a_database_in_use_is_not_overwritten(backup, database):
    """Without --force one sentence says what there is, and nothing has changed."""
    with pytest.raises(BackupRefused, match="2000件のデータがあります。何も変えていません"):
        restore(backup, database, force=False, now=NOW)
    assert databases(database) == {database.name}


def test_with_force_the_former_data_are_kept_aside(backup, database, server):
    """The backup is in place, open connections or not, and what was there has another name."""
    ask(database, "UPDATE window_of_tests SET name = 'changed' WHERE id = 1")
    with database.connected() as in_use:
        in_use.execute("SELECT 1")
        done = restore(backup, database, force=True, now=NOW)
    assert ask(database, "SELECT name FROM window_of_tests WHERE id = 1") == "窓口 1"
    assert (
        ask(server.named(done.aside), "SELECT name FROM window_of_tests WHERE id = 1") == "changed"
    )
    assert ask(database, "SELECT nextval('window_of_tests_id_seq')") == 2001


def test_an_empty_or_missing_database_is_filled_and_nothing_is_left_aside(backup, database, server):
    """The portal's database on a new machine."""
    for create in ("CREATE DATABASE {}", None):
        with server.connected(autocommit=True) as beside:
            postgres.drop(beside, database.name)
            if create:
                beside.execute(create.format(f'"{database.name}"'))
        assert restore(backup, database, force=False, now=NOW).aside == ""
        assert ask(database, "SELECT count(*) FROM window_of_tests") == 2000
    assert databases(database) == {database.name}


def test_a_damaged_backup_changes_nothing(backup, database):
    """Also where --force was given."""
    spoil_bit(backup)
    with pytest.raises(BackupRefused, match="壊れています"):
        restore(backup, database, force=True, now=NOW)
    assert ask(database, "SELECT count(*) FROM window_of_tests") == 2000


@pytest.mark.django_db(transaction=True)
def test_restore_says_what_it_will_do(administrator, tmp_path, capsys):
    """When the backup is of, how much is in it, and where it would go."""
    call_command("backup", tmp_path)
    [path] = archive.backups_in(tmp_path)
    with pytest.raises(CommandError, match=r"すでに.*件のデータがあります"):
        call_command("restore", path)
    said = capsys.readouterr().out
    assert f"{timezone.localdate()}" in said
    assert f"「{django_settings.DATABASES['default']['NAME']}」に復元します" in said
