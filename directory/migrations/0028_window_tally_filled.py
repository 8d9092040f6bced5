"""The windows that are there are counted, in one statement that keeps nobody from writing."""

from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('directory', '0027_window_tally')]

    operations = [
        migrations.RunSQL('SELECT count_windows_anew()', migrations.RunSQL.noop, elidable=True)
    ]
