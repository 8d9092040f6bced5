"""Answers about attendance are stored as words; what is shown first is decided by the query."""

from django.db import migrations, models

ANSWERS = {"1_comes": "comes", "2_absent": "absent", "3_undecided": "undecided"}
BATCH = 1000


def rename(apps, names: dict[str, str]) -> None:
    """Replace values a thousand rows at a time."""
    attendances = apps.get_model("platform_members", "Attendance").objects
    for old, new in names.items():
        while keys := list(attendances.filter(answer=old).values_list("pk", flat=True)[:BATCH]):
            attendances.filter(pk__in=keys).update(answer=new)


def forwards(apps, schema_editor):
    """1_comes becomes comes."""
    rename(apps, ANSWERS)


def backwards(apps, schema_editor):
    """comes becomes 1_comes."""
    rename(apps, {new: old for old, new in ANSWERS.items()})


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("platform_members", "0015_catalogue_version")]

    operations = [
        migrations.RunPython(forwards, backwards),
        migrations.AlterField(
            model_name="attendance",
            name="answer",
            field=models.CharField(
                choices=[("comes", "出席"), ("absent", "欠席"), ("undecided", "未定")],
                max_length=20,
                verbose_name="出欠",
            ),
        ),
    ]
