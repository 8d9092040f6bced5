from django.db import migrations

GROUPS = ["福祉生活相談センター", "広報", "閲覧"]


def make_groups(apps, schema_editor):
    """Make the groups; what they may do is set after every migrate (platform_members.accounts.roles)."""
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for name in GROUPS:
        groups.get_or_create(name=name)


class Migration(migrations.Migration):

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("platform_members", "0003_verification_requests"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop, elidable=True)]
