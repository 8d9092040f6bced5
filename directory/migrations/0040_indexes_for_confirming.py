"""Indexes for confirming by telephone, and for the numbers on the start page."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q

BY_AGE = (F('verified_on').asc(nulls_first=True), F('source_date').asc(nulls_first=True), 'id')
INDEXES = {
    'window_by_confirmation': Q(status='published'),
    'window_without_pattern': Q(status='published', hours_pattern=None),
    'window_in_doubt': Q(status='published', verified_on=None) & ~Q(note='', doubt=''),
    'window_with_own_interval': Q(status='published', verification_months__isnull=False),
}


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('directory', '0039_calls')]

    operations = [
        AddIndexConcurrently(
            model_name='window', index=models.Index(*BY_AGE, condition=condition, name=name)
        )
        for name, condition in INDEXES.items()
    ]
