"""Drafts of members keep what cannot become public yet; not yet asked of the rows."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [('platform_members', '0024_deeds')]

    operations = [
        migrations.AddField(
            model_name='listingupdate',
            name='unfinished',
            field=models.JSONField(
                db_default={},
                default=dict,
                editable=False,
                verbose_name='直している途中の内容',
            ),
        ),
        AddConstraintNotValid(
            model_name='listingupdate',
            constraint=models.CheckConstraint(
                name='update_is_finished_when_it_waits',
                condition=Q(unfinished={}) | Q(status__in=['draft', 'returned', 'withdrawn']),
            ),
        ),
    ]
