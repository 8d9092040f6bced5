"""Deeds, and the trigger that keeps each row that one of them writes.

Without a deed (`portal.deed`, set by the web process while it takes a form) a trigger costs the
look at one setting. What PostgreSQL or Django set by themselves is no change.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FUNCTIONS = """
CREATE FUNCTION keep_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    noise text[] := '{revision,updated_at,changed_at}';
    old_row jsonb;
    new_row jsonb;
    any_row jsonb;
BEGIN
    IF TG_OP <> 'INSERT' THEN old_row := to_jsonb(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN new_row := to_jsonb(NEW); END IF;
    IF old_row - noise IS NOT DISTINCT FROM new_row - noise THEN
        RETURN NULL;
    END IF;
    any_row := coalesce(new_row, old_row);
    INSERT INTO directory_deedrow (deed, at, "table", "row", root_table, root, before, after)
        VALUES (current_setting('portal.deed')::uuid, clock_timestamp(), TG_TABLE_NAME,
                (any_row->>'id')::bigint, TG_ARGV[0], (any_row->>TG_ARGV[1])::bigint,
                old_row, new_row);
    RETURN NULL;
END
$$;
CREATE FUNCTION count_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO directory_deedrow (deed, at, "table", "row", root_table, root)
        VALUES (current_setting('portal.deed')::uuid, clock_timestamp(), TG_TABLE_NAME,
                NEW.id, TG_TABLE_NAME, NEW.id);
    RETURN NULL;
END
$$;
CREATE FUNCTION keep_rows_of(name text, root_table text, root_column text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER keep_row AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW
            WHEN (current_setting(''portal.deed'', true) <> '''')
            EXECUTE FUNCTION keep_row(%L, %L)', name, root_table, root_column);
END
$$;
"""
DROP_FUNCTIONS = """
DROP FUNCTION keep_rows_of(text, text, text);
DROP FUNCTION count_row() CASCADE;
DROP FUNCTION keep_row() CASCADE;
"""
ROOTS = 'window category holiday yearend dangerline searchterm'.split()
PARTS = {
    'window_categories': ('window', 'window_id'),
    'phone': ('window', 'window_id'),
    'hoursrule': ('window', 'window_id'),
    'hoursexception': ('window', 'window_id'),
    'searchterm_categories': ('searchterm', 'searchterm_id'),
    'searchtermwindow': ('searchterm', 'term_id'),
}
KEEP = ''.join(
    f"SELECT keep_rows_of('directory_{name}', 'directory_{root}', '{column}');"
    for name, (root, column) in ({name: (name, 'id') for name in ROOTS} | PARTS).items()
)
# Made once, with megabytes of PDFs beside it: only its withdrawal can be undone.
KEEP_EDITIONS = """
CREATE TRIGGER keep_row AFTER UPDATE ON directory_edition FOR EACH ROW
    WHEN (current_setting('portal.deed', true) <> '')
    EXECUTE FUNCTION keep_row('directory_edition', 'id');
"""


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('directory', '0034_audit_of_everything'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.UUIDField(db_index=True)),
                ('at', models.DateTimeField(db_index=True)),
                ('table', models.CharField(max_length=63)),
                ('row', models.BigIntegerField()),
                ('root_table', models.CharField(max_length=63)),
                ('root', models.BigIntegerField()),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['root_table', 'root'], name='deed_row_of_a_thing')],
            },
        ),
        migrations.AlterField(
            model_name='windowversion',
            name='how',
            field=models.CharField(choices=[('loaded', '最初のデータ'), ('created', '登録'), ('edited', '修正'), ('published', '公開'), ('suspended', '休止'), ('retired', '廃止'), ('verified', '確認'), ('unverified', '確認の取り消し'), ('exception', '臨時の休み・臨時の受付'), ('imported', 'Excelで修正'), ('updated', '団体からの変更'), ('restored', '前の内容に戻した'), ('undone', '元に戻した')], max_length=10, verbose_name='何をしたか'),
        ),
        migrations.CreateModel(
            name='Deed',
            fields=[
                ('key', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField(verbose_name='日時')),
                ('what', models.CharField(max_length=500, verbose_name='したこと')),
                ('rights', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), size=None)),
                ('undone_at', models.DateTimeField(null=True, verbose_name='元に戻した日時')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='だれが')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='元に戻した人')),
            ],
            options={
                'verbose_name': '元に戻せる操作',
                'verbose_name_plural': '元に戻せる操作',
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='deed_is_undone_by_somebody')],
            },
        ),
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.RunSQL(KEEP + KEEP_EDITIONS, migrations.RunSQL.noop),
    ]
