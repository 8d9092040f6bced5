"""`manage.py restore FILE`: a backup in the place of the database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_members.backups import actions, archive
from platform_members.backups.command import FAILURES
from platform_members.backups.postgres import portal_database


class Command(BaseCommand):
    """Restore a backup beside the database, compare, and exchange the two.

    Says first what will be done. Refuses a database that holds data without --force.
    """

    help = "Put a backup in the place of the database, which is kept under another name."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="Also where there are data.")

    def handle(self, *, file, force, **options):
        database = portal_database()
        try:
            self._announce(archive.read(file), database.name)
            done = actions.restore(file, database, force=force, now=timezone.now())
        except FAILURES as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("復元し、すべての表がバックアップと同じであることを確かめました。"))
        if done.aside:
            text = _("それまでのデータは、データベース「%(name)s」に残っています。")
            self.stdout.write(text % {"name": done.aside})
        self.stdout.write(
            _(
                "次に manage.py migrate、rebuild_search、refresh_hours を動かし、"
                "ウェブサービスを再起動してください。"
                "バックアップのときに送信待ちだったメールは、もう一度送られます。"
            )
        )

    def _announce(self, manifest, name: str) -> None:
        rows = sum(rows for rows, _hash in manifest.contents.tables.values())
        text = _(
            "%(time)s のバックアップ（PostgreSQL %(major)d、表%(tables)d、データ%(rows)d件）を、"
            "データベース「%(name)s」に復元します。"
            "先に別のデータベースに復元して比べ、同じときだけ入れ替えます。"
        )
        self.stdout.write(
            text
            % {
                "time": f"{timezone.localtime(manifest.moment):%Y-%m-%d %H:%M}",
                "major": manifest.major,
                "tables": len(manifest.contents.tables),
                "rows": rows,
                "name": name,
            }
        )
