"""Rows that break the new constraints are mended; windows get the moment of their last change.

A window that was retired while suspended kept the reason; its history keeps it further on.
"""

from django.db import migrations
from django.db.models import F

BATCH = 1000


def mend(apps, schema_editor):
    """A thousand windows at a time."""
    windows = apps.get_model('directory', 'Window').objects
    told = windows.exclude(status='suspended').exclude(suspension_reason='')
    while keys := list(told.values_list('pk', flat=True)[:BATCH]):
        windows.filter(pk__in=keys).update(suspension_reason='')
    keys = list(windows.order_by('pk').values_list('pk', flat=True))
    for start in range(0, len(keys), BATCH):
        windows.filter(pk__in=keys[start : start + BATCH]).update(changed_at=F('updated_at'))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('directory', '0023_truths')]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop, elidable=True)]
