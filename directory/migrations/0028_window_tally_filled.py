"""First numbers of the tally, counted in one statement that holds no lock against writers."""

from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('directory', '0027_window_tally')]

    operations = [
        migrations.RunSQL('SELECT count_windows_anew()', migrations.RunSQL.noop, elidable=True)
    ]
