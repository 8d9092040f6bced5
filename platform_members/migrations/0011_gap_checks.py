"""Gap maps that tell "no record" from "checked: none", each published on its own."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Max, Q

NOT_WITHDRAWN = {'withdrawn_at': None, 'withdrawn_by': None}


def name_maps(apps, schema_editor):
    """A decision was about every map; now it is about the two of the year that residents saw."""
    decision = apps.get_model('platform_members', 'GapMapDecision')
    programme = apps.get_model('platform_members', 'Programme')
    latest = Max('fiscal_year')
    seen = programme.objects.aggregate(
        public=Max('fiscal_year', filter=Q(public=True)), any=latest
    )
    for row in decision.objects.order_by('pk'):
        day = django.utils.timezone.localdate(row.decided_at)
        row.fiscal_year = seen['public'] or seen['any'] or day.year - (day.month < 4)
        row.axis = 'kinds'
        row.save()
        row.pk, row.axis = None, 'steps'
        row.save()


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0009_booklet_editions'),
        ('platform_members', '0010_rounds_and_answers'),
    ]

    operations = [
        migrations.AddField(
            model_name='gapmapdecision',
            name='fiscal_year',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='年度'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='gapmapdecision',
            name='axis',
            field=models.CharField(choices=[('kinds', '分野と支援の種別'), ('steps', '分野とスモールステップ')], default='kinds', max_length=10, verbose_name='表'),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name='GapCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('axis', models.CharField(choices=[('kinds', '分野と支援の種別'), ('steps', '分野とスモールステップ')], max_length=10, verbose_name='表')),
                ('value', models.CharField(max_length=20, verbose_name='種別かスモールステップ')),
                ('note', models.CharField(help_text='職員だけが読みます。例：13の課と社会福祉協議会に、電話で尋ねた。', max_length=500, verbose_name='どのように確かめたか')),
                ('checked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='確かめた日時')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='取り消した日時')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.category', verbose_name='分野')),
                ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='確かめた人')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='取り消した人')),
            ],
            options={
                'verbose_name': '支援の地図の確認',
                'verbose_name_plural': '支援の地図の確認',
                'constraints': [
                    models.CheckConstraint(
                        name='gap_check_is_withdrawn_by_a_person',
                        condition=Q(**NOT_WITHDRAWN) | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                    ),
                    models.UniqueConstraint(
                        name='gap_check_stands_once_a_cell',
                        fields=['fiscal_year', 'axis', 'category', 'value'],
                        condition=Q(withdrawn_at=None),
                    ),
                ],
            },
        ),
        migrations.RunPython(name_maps, migrations.RunPython.noop, elidable=True),
    ]
