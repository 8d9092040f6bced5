"""Reception of a whole day may begin at another hour than midnight: 8:00～翌8:00."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0032_audit_entries")]

    operations = [
        migrations.RemoveConstraint("hoursrule", "hours_rule_times_are_within_a_day"),
        migrations.AddConstraint(
            "hoursrule",
            models.CheckConstraint(
                name="hours_rule_times_are_within_a_day",
                condition=models.Q(opens__range=(0, 1439), closes__range=(1, 1440)),
                violation_error_message="開始と終了の時刻をご確認ください。",
            ),
        ),
    ]
