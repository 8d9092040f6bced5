"""A tally of windows: triggers write down what each statement adds and takes away.

Rows are only added, so that no writer waits for another's transaction. Every 256th row puts
together all that are committed, unless another transaction is just doing so. The next migration
counts the windows that are there.
"""

from django.db import migrations, models

COLUMNS = 'category, hours_pattern, status, reachable, number'
# What a statement has added (+1) and taken away (-1); a row that it left alike is in neither.
MOVED = {
    'insert': 'SELECT {columns}, 1 AS number FROM come',
    'delete': 'SELECT {columns}, -1 AS number FROM gone',
    'update': """
        (SELECT {columns}, 1 AS number FROM come EXCEPT ALL SELECT {columns}, 1 FROM gone)
        UNION ALL
        (SELECT {columns}, -1 FROM gone EXCEPT ALL SELECT {columns}, -1 FROM come)
    """,
}
SEEN = {
    'insert': 'REFERENCING NEW TABLE AS come',
    'delete': 'REFERENCING OLD TABLE AS gone',
    'update': 'REFERENCING OLD TABLE AS gone NEW TABLE AS come',
}
WINDOWS = """
    SELECT place.category_id, moved.hours_pattern_id, moved.status, moved.reachable, moved.number
    FROM ({moved}) moved CROSS JOIN LATERAL (
        SELECT NULL AS category_id UNION ALL
        SELECT category_id FROM directory_window_categories WHERE window_id = moved.id
    ) place
"""
# A window that is not there yet, or no more, is counted with its categories by its own trigger.
PLACES = """
    SELECT moved.category_id, w.hours_pattern_id, w.status, w.reachable, moved.number
    FROM ({moved}) moved JOIN directory_window w ON w.id = moved.window_id
"""
# Its state must not change until this transaction has told of its categories, nor the other way.
LOCK_WINDOWS = """
    PERFORM FROM directory_window w WHERE w.id IN (SELECT window_id FROM ({moved}) moved)
        ORDER BY w.id FOR NO KEY UPDATE;
"""
TRIGGER = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_due boolean;
BEGIN
    {lock}
    WITH added AS (
        INSERT INTO directory_windowtally ({columns})
        SELECT category_id, hours_pattern_id, status, reachable, sum(number) FROM ({rows}) counted
        GROUP BY 1, 2, 3, 4 HAVING sum(number) <> 0
        RETURNING id
    )
    SELECT bool_or(id % 256 = 0) INTO is_due FROM added;
    IF is_due THEN
        PERFORM fold_window_tally();
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER {name} AFTER {operation} ON {table} {seen}
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
# The lock is for those who delete rows: one transaction at a time.
FUNCTIONS = f"""
CREATE FUNCTION fold_window_tally() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF pg_try_advisory_xact_lock(24203902) THEN
        WITH folded AS (DELETE FROM directory_windowtally RETURNING *)
        INSERT INTO directory_windowtally ({COLUMNS})
        SELECT category, hours_pattern, status, reachable, sum(number) FROM folded
        GROUP BY 1, 2, 3, 4 HAVING sum(number) <> 0;
    END IF;
END
$$;
CREATE FUNCTION count_windows_anew() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(24203902);
    -- One statement sees one state of all tables: what is committed later adds its own rows.
    WITH forgotten AS (DELETE FROM directory_windowtally)
    INSERT INTO directory_windowtally ({COLUMNS})
    SELECT category_id, hours_pattern_id, status, reachable, count(*)
    FROM (SELECT id, NULL AS category_id FROM directory_window UNION ALL
          SELECT window_id, category_id FROM directory_window_categories) place
    JOIN directory_window w USING (id)
    GROUP BY 1, 2, 3, 4;
END
$$;
CREATE FUNCTION count_windows_when_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM count_windows_anew();
    RETURN NULL;
END
$$;
"""
DROP_FUNCTIONS = """
DROP FUNCTION fold_window_tally() CASCADE;
DROP FUNCTION count_windows_anew() CASCADE;
DROP FUNCTION count_windows_when_emptied() CASCADE;
"""


def triggers(table, columns, rows, lock=''):
    """The triggers of a table: one an operation, and one for TRUNCATE."""
    for operation, moved in MOVED.items():
        changed = moved.format(columns=columns)
        yield TRIGGER.format(
            name=f'tally_{operation}_of_{table}',
            operation=operation.upper(),
            table=f'directory_{table}',
            seen=SEEN[operation],
            columns=COLUMNS,
            rows=rows.format(moved=changed),
            lock=lock.format(moved=changed),
        )
    yield f"""
        CREATE TRIGGER tally_when_emptied AFTER TRUNCATE ON directory_{table}
            FOR EACH STATEMENT EXECUTE FUNCTION count_windows_when_emptied();
    """


TRIGGERS = [
    *triggers('window', 'id, hours_pattern_id, status, reachable', WINDOWS),
    *triggers('window_categories', 'window_id, category_id', PLACES, LOCK_WINDOWS),
]
DROP_TRIGGERS = ''.join(
    f'DROP FUNCTION tally_{operation}_of_{table}() CASCADE;'
    for operation in MOVED
    for table in ('window', 'window_categories')
)


class Migration(migrations.Migration):

    dependencies = [('directory', '0026_indexes')]

    operations = [
        migrations.CreateModel(
            name='WindowTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.BigIntegerField(null=True)),
                ('hours_pattern', models.CharField(max_length=32, null=True)),
                ('status', models.CharField(max_length=10)),
                ('reachable', models.BooleanField()),
                ('number', models.BigIntegerField()),
            ],
            options={'default_permissions': ()},
        ),
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.RunSQL(''.join(TRIGGERS), DROP_TRIGGERS),
    ]
