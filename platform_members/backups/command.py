"""Base of the commands of backups: their folder, and the alarm when they fail."""

from pathlib import Path

import psycopg
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from directory.nightly import NightlyCommand
from platform_members.backups.archive import BackupRefused
from platform_members.backups.mails import backup_failed

FAILURES = (BackupRefused, OSError, psycopg.Error)


class BackupCommand(NightlyCommand):
    """A command that ends with status 1, and a mail to the administrators, when it fails."""

    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="Where the backups are.")

    def handle(self, *, folder, **options):
        try:
            self.stdout.write(self.work(folder))
        except FAILURES as error:
            raise CommandError(f"{error}\n{self._alarm(str(error))}") from error

    def work(self, folder: Path) -> str:
        """Run the command; a sentence about it. Raises one of FAILURES."""
        raise NotImplementedError

    def _alarm(self, reason: str) -> str:
        """Mail the administrators; a sentence whether that was possible."""
        try:
            return _("管理者へのメールを%(count)d通書きました。") % {
                "count": len(backup_failed(reason=reason))
            }
        except DatabaseError:
            return _("データベースが応答しないため、管理者へのメールは書けませんでした。")
