"""Truths that the database holds: new constraints, not yet asked of the rows that are there."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Now


class Migration(migrations.Migration):

    dependencies = [('directory', '0022_danger_line_revisions')]

    operations = [
        migrations.AddField(
            model_name='window',
            name='changed_at',
            field=models.DateTimeField(db_default=Now(), editable=False),
        ),
        migrations.AddField(
            model_name='catalogueversion',
            name='calendar_changed_at',
            field=models.DateTimeField(null=True),
        ),
        AddConstraintNotValid(
            model_name='window',
            constraint=models.CheckConstraint(
                name='window_gives_a_reason_only_while_suspended',
                condition=Q(suspension_reason='') | Q(status='suspended'),
                violation_error_message='休止の理由は、休止中の窓口にだけ書けます。',
            ),
        ),
        AddConstraintNotValid(
            model_name='hoursrule',
            constraint=models.CheckConstraint(
                name='hours_rule_ends_after_it_begins',
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F('valid_from')),
                violation_error_message='終わりの日が始まりの日より前です。日付を直してください。',
            ),
        ),
        AddConstraintNotValid(
            model_name='phone',
            constraint=models.CheckConstraint(
                name='phone_is_of_a_known_kind',
                condition=Q(kind__in=['voice', 'fax']),
                violation_error_message='電話かファックスかを選んでください。',
            ),
        ),
    ]
