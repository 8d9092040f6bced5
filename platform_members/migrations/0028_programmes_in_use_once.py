"""A name once among the programmes in use; one out of use leaves its name to another."""

from django.db import migrations, models
from django.db.models import Q

FORMER, NAME = 'programme_once_a_department_and_year', 'programme_in_use_once_a_year'
FIELDS = ['organisation', 'fiscal_year', 'name', 'npo_name']
# The index that Django makes of the constraint, built without a lock.
INDEX = f"""
    CREATE UNIQUE INDEX CONCURRENTLY {NAME} ON platform_members_programme
        (organisation_id, fiscal_year, name, npo_name) WHERE retired_at IS NULL
"""


class Migration(migrations.Migration):

    atomic = False

    dependencies = [('platform_members', '0027_programmes_out_of_use')]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(INDEX, f'DROP INDEX {NAME}')],
            state_operations=[
                migrations.AddConstraint(
                    model_name='programme',
                    constraint=models.UniqueConstraint(
                        name=NAME,
                        fields=FIELDS,
                        condition=Q(retired_at=None),
                        violation_error_message='同じ名前の事業が、この年度にもうあります。',
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(model_name='programme', name=FORMER),
    ]
