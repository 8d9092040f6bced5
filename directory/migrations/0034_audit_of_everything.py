from datetime import timedelta

from django.db import migrations, models
from django.db.models.functions import Now

# An entry goes when it has been kept for as long as was promised when it was written.
PROMISED = """
CREATE OR REPLACE FUNCTION keep_audit_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.kept_until < now() THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'Audit entries stay as they are.' USING ERRCODE = 'insufficient_privilege';
END $$;
"""
TWO_YEARS = """
CREATE OR REPLACE FUNCTION keep_audit_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < now() - interval '730 days' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'Audit entries stay as they are.' USING ERRCODE = 'insufficient_privilege';
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0033_hours_of_a_whole_day'),
    ]

    operations = [
        # Entries of before, which were promised two years, have them from now on.
        migrations.AddField(
            model_name='auditentry',
            name='kept_until',
            field=models.DateTimeField(db_default=Now() + timedelta(days=731), verbose_name='残す期限'),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='about',
            field=models.CharField(blank=True, db_default='', max_length=200, verbose_name='なにを'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='kind',
            field=models.CharField(choices=[('login', 'ログイン'), ('logout', 'ログアウト'), ('login_failed', 'ログインの失敗'), ('throttled', '試しすぎによる停止'), ('refused', '権限のない操作'), ('password', 'パスワード'), ('address', 'メールアドレス'), ('factor', '二段階認証'), ('rights', '権限'), ('invitation', '招待'), ('application', '加入の申し込み'), ('review', '変更案の決定'), ('publication', '公開と取り下げ'), ('import', '取り込み'), ('export', '書き出し')], max_length=20, verbose_name='種類'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='who',
            field=models.CharField(blank=True, max_length=254, verbose_name='だれが'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='what',
            field=models.CharField(max_length=200, verbose_name='どうした'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='rows',
            field=models.PositiveIntegerField(null=True, verbose_name='件数'),
        ),
        migrations.RunSQL(PROMISED, TWO_YEARS),
    ]
