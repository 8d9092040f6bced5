"""Indexes for urgent help, and for the moment at which the next reception begins."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('directory', '0028_window_tally_filled')]

    operations = [
        AddIndexConcurrently(
            model_name='window',
            index=models.Index(
                fields=['status', '-reachable', 'order', 'id'],
                condition=Q(urgent=True),
                name='window_urgent',
            ),
        ),
        AddIndexConcurrently(
            model_name='hoursinterval',
            index=models.Index(F('during__startswith'), name='hours_interval_start'),
        ),
    ]
