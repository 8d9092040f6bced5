"""The constraint is asked of all rows while residents read and clerks write."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0036_reopening_day'),
    ]

    operations = [ValidateConstraint('window', 'window_is_to_reopen_only_while_suspended')]
