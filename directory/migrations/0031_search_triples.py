"""Triples of characters in the search documents, beside their pairs: words of three are asked so.

Readers are not held up, and windows saved meanwhile write their own document anew.
"""

from django.db import migrations

ADD_TRIPLES = """
UPDATE directory_windowsearch
SET vector = vector || array_to_tsvector(ARRAY(
    SELECT DISTINCT '~' || substr(word, start, 3)
    FROM string_to_table(text, ' ') AS word, generate_series(1, char_length(word) - 2) AS start
))
"""


class Migration(migrations.Migration):
    dependencies = [('directory', '0030_indexes_for_staff')]

    operations = [migrations.RunSQL(ADD_TRIPLES, migrations.RunSQL.noop, elidable=True)]
