from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0037_reopening_day_checked'),
    ]

    operations = [
        migrations.AddField(
            model_name='importrun',
            name='missing',
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
    ]
