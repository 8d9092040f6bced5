from django.db import migrations

TABLES = (
    "organisation listing programme programme_categories programme_windows programme_partners"
    " collectionround roundanswer gapcheck gapmapdecision"
).split()
WATCH = "".join(f"SELECT watch_public_table('platform_members_{name}');" for name in TABLES)
UNWATCH = "".join(
    f"DROP TRIGGER raise_catalogue_version ON platform_members_{name};"
    f"DROP TRIGGER raise_catalogue_version_when_emptied ON platform_members_{name};"
    for name in TABLES
)


class Migration(migrations.Migration):

    dependencies = [
        ("platform_members", "0014_facts_numbered"),
        ("directory", "0020_catalogue_version"),
    ]

    operations = [migrations.RunSQL(WATCH, UNWATCH)]
