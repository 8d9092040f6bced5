"""Indexes for the choices that filters offer, and for windows with a rare one of them."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('directory', '0046_translation')]

    operations = [
        AddIndexConcurrently(
            model_name='window',
            index=kind(
                condition=Q(status='published'), fields=[field], name=f'window_{name}_{field}'
            ),
        )
        for field in ('channels', 'languages')
        for kind, name in ((models.Index, 'by'), (GinIndex, 'with'))
    ]
