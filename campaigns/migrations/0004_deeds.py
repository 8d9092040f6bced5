"""Rows that a deed writes are kept (directory/migrations, deeds)."""

from django.db import migrations

ROOTS = (
    'campaign kpi'
).split()
PARTS = {
    'campaign_kpis': ('campaign', 'campaign_id'),
    'mediumresult': ('campaign', 'campaign_id'),
    'kpivalue': ('kpi', 'kpi_id'),
}
KEPT = {name: (name, 'id') for name in ROOTS} | PARTS
KEEP = ''.join(
    f"SELECT keep_rows_of('campaigns_{name}', 'campaigns_{root}', '{column}');"
    for name, (root, column) in KEPT.items()
)
LET_GO = ''.join(f'DROP TRIGGER keep_row ON campaigns_{name};' for name in KEPT)


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0003_catalogue_version'),
        ('directory', '0035_deeds'),
    ]

    operations = [
        migrations.RunSQL(KEEP, LET_GO),
    ]
