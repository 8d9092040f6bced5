"""Kind and role are asked of all organisations."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('platform_members', '0018_known_kinds')]

    operations = [
        ValidateConstraint('organisation', 'organisation_is_of_a_known_kind'),
        ValidateConstraint('organisation', 'organisation_has_a_known_role'),
    ]
