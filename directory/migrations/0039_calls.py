"""Telephone calls by which clerks confirm windows."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('directory', '0038_windows_missing_from_a_file'),
    ]

    operations = [
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='日時')),
                ('again_at', models.DateTimeField(null=True, verbose_name='つぎに電話できる日時')),
                ('note', models.CharField(blank=True, max_length=150, verbose_name='メモ')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='だれが')),
                ('window', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='directory.window', verbose_name='相談窓口')),
            ],
            options={
                'verbose_name': '確認の電話',
                'verbose_name_plural': '確認の電話',
                'default_permissions': (),
                'indexes': [models.Index(condition=Q(again_at__isnull=False), fields=['again_at'], name='call_put_off')],
                'constraints': [
                    models.UniqueConstraint(condition=Q(again_at=None), fields=('window',), name='call_in_hand_once_a_window'),
                    models.CheckConstraint(condition=Q(('note', ''), ('again_at__isnull', False), _connector='OR'), name='call_has_a_note_once_it_is_over'),
                ],
            },
        ),
    ]
