"""Mark what imports had made that were undone before windows could be marked."""

from django.db import migrations


def mark(apps, schema_editor):
    Window = apps.get_model("directory", "Window")
    runs = apps.get_model("directory", "ImportRun").objects.filter(status="undone")
    for run in runs.iterator(chunk_size=1):  # the rows of one may be large
        made = [row["window"] for row in run.rows if row.get("is_new")]
        Window.objects.filter(pk__in=made, status="retired").update(undone_import=run)


class Migration(migrations.Migration):
    dependencies = [("directory", "0014_unknown_reservations_and_mistakes")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
