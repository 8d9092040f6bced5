"""The day on which a suspended window is to open again; of all that there are it is unknown."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0035_deeds'),
    ]

    operations = [
        migrations.AddField(
            model_name='window',
            name='reopens_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='再開する予定の日'),
        ),
        AddConstraintNotValid(
            model_name='window',
            constraint=models.CheckConstraint(
                condition=models.Q(('reopens_on', None), ('status', 'suspended'), _connector='OR'),
                name='window_is_to_reopen_only_while_suspended',
            ),
        ),
    ]
