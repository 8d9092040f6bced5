"""Kind and role of an organisation are among those that are known; not yet asked of the rows."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

KINDS = ['city', 'welfare_council', 'npo', 'employment', 'business', 'community', 'other']
ROLES = ['secretariat', 'city_partner', 'supporter', 'way_out', 'other']


class Migration(migrations.Migration):

    dependencies = [('platform_members', '0017_account_revisions')]

    operations = [
        AddConstraintNotValid(
            model_name='organisation',
            constraint=models.CheckConstraint(
                name='organisation_is_of_a_known_kind',
                condition=Q(kind__in=KINDS),
                violation_error_message='団体の種類を選んでください。',
            ),
        ),
        AddConstraintNotValid(
            model_name='organisation',
            constraint=models.CheckConstraint(
                name='organisation_has_a_known_role',
                condition=Q(role__in=ROLES),
                violation_error_message='プラットフォームでの役割を選んでください。',
            ),
        ),
    ]
