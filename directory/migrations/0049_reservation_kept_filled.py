"""The answers of windows that were there before the column: some thousand rows at a time."""

from django.db import migrations

AT_ONCE = 5_000
# The trigger writes the answer; rows that have it already are left alone.
FILL = """
    UPDATE directory_window SET changed_at = changed_at WHERE id IN (
        SELECT id FROM directory_window
        WHERE id BETWEEN %s AND %s
          AND reservation_kept <> reservation_of(id, reservation, hours_override)
        ORDER BY id FOR NO KEY UPDATE
    )
"""


def fill(apps, schema_editor):
    """Each batch is a transaction of its own, so that no clerk waits for more."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute('SELECT coalesce(max(id), 0) FROM directory_window')
        (last,) = cursor.fetchone()
        for first in range(0, last + 1, AT_ONCE):
            cursor.execute(FILL, [first, first + AT_ONCE - 1])


class Migration(migrations.Migration):
    atomic = False

    dependencies = [('directory', '0048_reservation_kept')]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
