"""Indexes for the list of windows in admin, and for the start page."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Case, Q, Value, When


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('directory', '0029_indexes_for_many_windows')]

    operations = [
        AddIndexConcurrently(
            model_name='window',
            index=models.Index(
                Case(When(status='retired', then=1), default=0),
                'order',
                'id',
                name='window_in_staffs_order',
            ),
        ),
        AddIndexConcurrently(
            model_name='window',
            index=models.Index(
                condition=~Q(shifted_closing_days=[]),
                fields=['status'],
                name='window_with_shifted_closing',
            ),
        ),
    ]
