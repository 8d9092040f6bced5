"""予約 may be unknown; editions and imported windows that were mistakes are set aside.

The 予約 of no window changes: the source of each loaded window says whether an appointment is
needed, and what staff entered they saw on the form.
"""

import directory.text.printable
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0013_danger_lines'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='edition',
            name='withdrawn_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='取り下げた日時'),
        ),
        migrations.AddField(
            model_name='edition',
            name='withdrawn_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='取り下げた人'),
        ),
        migrations.AddField(
            model_name='window',
            name='undone_import',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_windows', to='directory.importrun', verbose_name='取り消した取り込み'),
        ),
        migrations.AlterField(
            model_name='edition',
            name='name',
            field=models.CharField(help_text='表紙に印刷されます（例：令和8年度版）。', max_length=40, validators=[directory.text.printable.validate_printable], verbose_name='版の名前'),
        ),
        migrations.AlterField(
            model_name='window',
            name='reservation',
            field=models.CharField(choices=[('unknown', 'わかっていません'), ('none', 'いりません'), ('required', '必要です'), ('some', '相談の内容や日時によって必要です')], default='unknown', max_length=10, verbose_name='予約'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('name',), name='edition_in_use_has_a_name_of_its_own'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='edition_is_withdrawn_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='window',
            constraint=models.CheckConstraint(condition=models.Q(('undone_import', None), ('status', 'retired'), _connector='OR'), name='window_of_an_undone_import_is_retired'),
        ),
    ]
