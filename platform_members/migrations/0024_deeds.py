"""Rows that a deed writes are kept (directory/migrations, deeds); of mails it is counted that they were written."""

from django.db import migrations

ROOTS = (
    'organisation programme collectionround gapcheck gapmapdecision meeting membership invitation membershipapplication listingupdate verificationrequest'
).split()
PARTS = {
    'listing': ('organisation', 'organisation_id'),
    'programme_categories': ('programme', 'programme_id'),
    'programme_windows': ('programme', 'programme_id'),
    'programme_partners': ('programme', 'programme_id'),
    'roundanswer': ('collectionround', 'round_id'),
    'attendance': ('meeting', 'meeting_id'),
    'meeting_organisations': ('meeting', 'meeting_id'),
}
KEPT = {name: (name, 'id') for name in ROOTS} | PARTS
KEEP = ''.join(
    f"SELECT keep_rows_of('platform_members_{name}', 'platform_members_{root}', '{column}');"
    for name, (root, column) in KEPT.items()
)
LET_GO = ''.join(f'DROP TRIGGER keep_row ON platform_members_{name};' for name in KEPT)
COUNT_MAILS = """
CREATE TRIGGER count_row AFTER INSERT ON platform_members_outgoingmail FOR EACH ROW
    WHEN (current_setting('portal.deed', true) <> '') EXECUTE FUNCTION count_row();
"""
COUNT_NO_MAILS = 'DROP TRIGGER count_row ON platform_members_outgoingmail;'


class Migration(migrations.Migration):

    dependencies = [
        ('platform_members', '0023_factors_encrypted'),
        ('directory', '0035_deeds'),
    ]

    operations = [
        migrations.RunSQL(KEEP, LET_GO),
        migrations.RunSQL(COUNT_MAILS, COUNT_NO_MAILS),
    ]
