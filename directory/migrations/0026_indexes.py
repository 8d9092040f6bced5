"""Indexes for a window's history and for the moment of its last change.

The key of a version's window needs no index of its own beside the one of history; a window that has
a history cannot be deleted.
"""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('directory', '0025_moments_of_change')]

    operations = [
        AddIndexConcurrently(
            model_name='windowversion',
            index=models.Index(fields=['window', '-id'], name='version_newest_of_a_window'),
        ),
        AddIndexConcurrently(
            model_name='window',
            index=models.Index(fields=['changed_at'], name='window_by_change'),
        ),
        migrations.AlterField(
            model_name='windowversion',
            name='window',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='directory.window', verbose_name='相談窓口'),
        ),
    ]
