"""Who submitted and who decided: asked of all updates."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('platform_members', '0029_subscriptions')]

    operations = [
        ValidateConstraint('listingupdate', 'update_is_submitted_by_somebody'),
        ValidateConstraint('listingupdate', 'update_is_decided_by_somebody'),
    ]
