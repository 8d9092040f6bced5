"""Reception of a whole day may begin at another hour than midnight: 8:00～翌8:00."""

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("directory", "0032_audit_entries")]

    operations = [
        AddConstraintNotValid(
            "hoursrule",
            models.CheckConstraint(
                name="hours_rule_times_are_of_a_day",
                condition=models.Q(opens__range=(0, 1439), closes__range=(1, 1440)),
                violation_error_message="開始と終了の時刻をご確認ください。",
            ),
        ),
        ValidateConstraint("hoursrule", "hours_rule_times_are_of_a_day"),
        migrations.RemoveConstraint("hoursrule", "hours_rule_times_are_within_a_day"),
    ]
