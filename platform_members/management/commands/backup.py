"""`manage.py backup DIR`: a backup of the database, restored on trial. Run it every night."""

from django.utils import timezone
from django.utils.translation import gettext as _

from platform_members.backups.actions import make_backup
from platform_members.backups.command import BackupCommand
from platform_members.backups.postgres import portal_database


class Command(BackupCommand):
    """Make a backup, restore it into a new database, and compare the two table by table."""

    help = "Make a backup of the database, restore it on trial, and remove old ones."

    def work(self, folder):
        path = make_backup(folder, portal_database(), now=timezone.now())
        text = _("%(file)s を作り、試しに復元して、すべての表が同じであることを確かめました。")
        return text % {"file": path}
