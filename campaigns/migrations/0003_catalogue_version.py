from django.db import migrations

TABLES = (
    "campaign campaign_kpis mediumresult kpi kpivalue drawing"
).split()
WATCH = "".join(f"SELECT watch_public_table('campaigns_{name}');" for name in TABLES)
UNWATCH = "".join(
    f"DROP TRIGGER raise_catalogue_version ON campaigns_{name};"
    f"DROP TRIGGER raise_catalogue_version_when_emptied ON campaigns_{name};"
    for name in TABLES
)


class Migration(migrations.Migration):

    dependencies = [
        ("campaigns", "0002_revisions_and_out_of_use"),
        ("directory", "0020_catalogue_version"),
    ]

    operations = [migrations.RunSQL(WATCH, UNWATCH)]
