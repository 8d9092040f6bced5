"""What waits or is decided is finished: asked of all updates."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [('platform_members', '0025_unfinished_updates')]

    operations = [ValidateConstraint('listingupdate', 'update_is_finished_when_it_waits')]
