"""More channels and languages, public doubts, and no confirmation without a check.

Loading had set `verified_on` to the date of the source. A window whose history holds a
confirmation keeps its date, whatever day that was.
"""

import directory.text.printable
import directory.fields
from django.db import migrations, models


def take_back_loaded_confirmations(apps, schema_editor):
    Window = apps.get_model("directory", "Window")
    WindowVersion = apps.get_model("directory", "WindowVersion")
    confirmed = WindowVersion.objects.filter(window=models.OuterRef("pk"), how="verified")
    Window.objects.filter(
        ~models.Exists(confirmed), verified_by=None, verified_on=models.F("source_date")
    ).update(verified_on=None)


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0010_link_not_checked'),
    ]

    operations = [
        migrations.AddField(
            model_name='window',
            name='doubt',
            field=models.CharField(blank=True, default='', help_text='出典について確かでないことを、住民に知らせる文です。窓口の内容が確認されると、表示されなくなります。', max_length=300, validators=[directory.text.printable.validate_printable], verbose_name='注意'),
        ),
        migrations.AlterField(
            model_name='window',
            name='channels',
            field=directory.fields.ChoicesField(base_field=models.CharField(choices=[('telephone', '電話'), ('visit', '窓口'), ('email', 'メール'), ('chat', 'チャット・SNS'), ('fax', 'ファックス'), ('post', '手紙'), ('video', 'ビデオ通話')], max_length=10), blank=True, default=list, help_text='わからないときは、どれも選びません。', size=None, verbose_name='相談のしかた'),
        ),
        migrations.AlterField(
            model_name='window',
            name='languages',
            field=directory.fields.ChoicesField(base_field=models.CharField(choices=[('ja', '日本語'), ('en', '英語'), ('zh', '中国語'), ('ko', '韓国語'), ('pt', 'ポルトガル語'), ('es', 'スペイン語'), ('tl', 'フィリピノ語'), ('vi', 'ベトナム語'), ('ne', 'ネパール語'), ('th', 'タイ語'), ('id', 'インドネシア語'), ('km', 'クメール語'), ('my', 'ミャンマー語'), ('mn', 'モンゴル語'), ('fr', 'フランス語'), ('si', 'シンハラ語'), ('ur', 'ウルドゥー語'), ('jsl', '手話')], max_length=5), blank=True, default=list, help_text='確かめた言語だけを選びます。', size=None, verbose_name='対応する言語'),
        ),
        migrations.RunPython(take_back_loaded_confirmations, migrations.RunPython.noop),
    ]
