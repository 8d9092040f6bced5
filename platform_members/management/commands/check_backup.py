"""`manage.py check_backup DIR`: an alarm when there is no good backup. Run it every day."""

from django.utils import timezone
from django.utils.translation import gettext as _

from platform_members.backups.actions import check_newest
from platform_members.backups.command import BackupCommand
from platform_members.backups.postgres import portal_database


class Command(BackupCommand):
    """Try out the newest backup, so that one that is missing, old or damaged is noticed."""

    help = "Restore the newest backup on trial; fails when there is none, or it is old or damaged."

    def work(self, folder):
        manifest = check_newest(folder, portal_database(), now=timezone.now())
        text = _("%(time)s のバックアップを試しに復元し、すべての表が同じことを確かめました。")
        return text % {"time": f"{timezone.localtime(manifest.moment):%Y-%m-%d %H:%M}"}
