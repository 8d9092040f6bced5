"""Indexes for lists that filters narrow down, each in the order of the list."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import BooleanField, ExpressionWrapper, OrderBy, Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('directory', '0049_reservation_kept_filled')]

    operations = [
        AddIndexConcurrently(
            model_name='window',
            index=models.Index(
                OrderBy(
                    ExpressionWrapper(
                        Q(channels__overlap=['chat', 'email', 'form', 'line']), BooleanField()
                    ),
                    descending=True,
                ),
                'order',
                'id',
                condition=Q(status='published')
                & ~Q(channels=[])
                & ~Q(channels__contained_by=['telephone']),
                name='window_without_telephone',
            ),
        ),
        AddIndexConcurrently(
            model_name='window',
            index=models.Index(
                fields=['reservation_kept', '-reachable', 'order', 'id'],
                condition=Q(status='published'),
                name='window_by_reservation_kept',
            ),
        ),
    ]
