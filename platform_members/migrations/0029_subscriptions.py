"""Other portals and their windows; what they change is submitted, or decided, by no person."""

import directory.fields
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

# Rows that a deed writes are kept, and revisions counted (0024_deeds, directory/0012).
TRIGGERS = """
SELECT keep_rows_of('platform_members_subscription', 'platform_members_subscription', 'id');
SELECT keep_rows_of(
    'platform_members_subscribedwindow', 'platform_members_subscription', 'subscription_id'
);
CREATE TRIGGER count_revision BEFORE UPDATE ON platform_members_subscription
    FOR EACH ROW EXECUTE FUNCTION count_revision();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0045_origin'),
        ('platform_members', '0028_programmes_in_use_once'),
    ]

    operations = [
        migrations.CreateModel(
            name='SubscribedWindow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(editable=False, verbose_name='先方の公開ID')),
                ('name', models.CharField(editable=False, max_length=200, verbose_name='先方の名称')),
                ('chosen', models.BooleanField(default=True, editable=False, verbose_name='受け取る')),
                ('chosen_at', models.DateTimeField(editable=False, verbose_name='選んだ日時')),
                ('facts', directory.fields.FactsField(default=dict, editable=False, verbose_name='最後に受け取った内容')),
                ('etag', models.CharField(default='', editable=False, max_length=200)),
                ('asked_at', models.DateTimeField(editable=False, null=True, verbose_name='最後に尋ねた日時')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='最後に返事があった日時')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='先方で終わった日時')),
                ('fault', models.CharField(default='', editable=False, max_length=300, verbose_name='困ったこと')),
            ],
            options={
                'verbose_name': '受け取る窓口',
                'verbose_name_plural': '受け取る窓口',
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_at', models.DateTimeField(editable=False, null=True, verbose_name='使わないことにした日時')),
                ('revision', models.PositiveIntegerField(default=0, editable=False, verbose_name='版')),
                ('name', models.CharField(help_text='例：三重県の相談窓口。窓口が休止されたとき、住民もこの名前を読みます。', max_length=60, unique=True, verbose_name='ポータルの名前')),
                ('address', directory.fields.WebAddressField(help_text='「/hsds/」で終わるアドレスです。', max_length=300, unique=True, verbose_name='HSDSのアドレス')),
                ('trusted', directory.fields.ChoicesField(base_field=models.CharField(choices=[('trouble', '相談内容'), ('contact', '連絡先'), ('hours', '受付日時'), ('place', '場所')], max_length=10), blank=True, default=list, help_text='付けた項目が先方で変わると、職員の確認なしで、ここでもすぐに変わります。新しい窓口、ここで直した項目、先方が空にした項目は、いつも職員が確認します。', size=None, verbose_name='確認なしで公開する項目')),
                ('offered', models.JSONField(db_default=[], default=list, editable=False, verbose_name='先方の窓口')),
                ('offered_at', models.DateTimeField(editable=False, null=True, verbose_name='一覧を取り寄せた日時')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='最後に返事があった日時')),
                ('fault', models.CharField(default='', editable=False, max_length=200, verbose_name='困ったこと')),
            ],
            options={
                'verbose_name': 'ほかのポータル',
                'verbose_name_plural': 'ほかのポータル',
                'ordering': ['name'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='listingupdate',
            name='update_is_submitted_by_somebody',
        ),
        migrations.RemoveConstraint(
            model_name='listingupdate',
            name='update_is_decided_by_somebody',
        ),
        migrations.AddField(
            model_name='subscribedwindow',
            name='chosen_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='選んだ人'),
        ),
        migrations.AddField(
            model_name='subscribedwindow',
            name='window',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='subscribed', to='directory.window', verbose_name='ここの窓口'),
        ),
        migrations.AddField(
            model_name='listingupdate',
            name='shared',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='platform_members.subscribedwindow', verbose_name='ほかのポータルの窓口'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='organisation',
            field=models.ForeignKey(help_text='受け取った窓口は、この団体の窓口になります。', on_delete=django.db.models.deletion.PROTECT, related_name='subscriptions', to='platform_members.organisation', verbose_name='窓口を受け持つ団体'),
        ),
        migrations.AddField(
            model_name='subscribedwindow',
            name='subscription',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='windows', to='platform_members.subscription', verbose_name='ほかのポータル'),
        ),
        migrations.AddConstraint(
            model_name='subscribedwindow',
            constraint=models.UniqueConstraint(fields=('subscription', 'uid'), name='subscribed_window_once_a_portal'),
        ),
        migrations.AddConstraint(
            model_name='subscribedwindow',
            constraint=models.UniqueConstraint(condition=models.Q(('chosen', True)), fields=('window',), name='window_is_kept_true_by_one_portal'),
        ),
        AddConstraintNotValid(
            model_name='listingupdate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('submitted_at', None), ('submitted_by', None)), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), models.Q(('shared__isnull', False), ('submitted_by', None)), _connector='OR'), name='update_is_submitted_by_somebody'),
        ),
        AddConstraintNotValid(
            model_name='listingupdate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), models.Q(('shared__isnull', False), ('submitted_by', None)), _connector='OR'), name='update_is_decided_by_somebody'),
        ),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
