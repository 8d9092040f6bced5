"""The new constraints are asked of all rows; triggers note when a window changes.

Every way of writing is noted: an own row, a category that the window is in, a holiday, the year end.
What is derived (whether it can be reached, its pattern of hours) is no change.
"""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION note_window_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    derived text[] := '{reachable,hours_pattern_id,updated_at,changed_at}';
BEGIN
    IF to_jsonb(NEW) - derived IS DISTINCT FROM to_jsonb(OLD) - derived THEN
        NEW.changed_at := clock_timestamp();
    ELSE
        -- A row that was read before the last change is saved with the moment that it had then.
        NEW.changed_at := greatest(NEW.changed_at, OLD.changed_at);
    END IF;
    RETURN NEW;
END
$$;
CREATE FUNCTION note_row_of_window_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE directory_window SET changed_at = clock_timestamp()
        WHERE id = coalesce(NEW.window_id, OLD.window_id);
    RETURN NULL;
END
$$;
CREATE FUNCTION note_category_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Locked in the order in which everybody locks windows.
    PERFORM FROM directory_window
        WHERE id IN (SELECT window_id FROM directory_window_categories WHERE category_id = NEW.id)
        ORDER BY id FOR NO KEY UPDATE;
    UPDATE directory_window SET changed_at = clock_timestamp()
        WHERE id IN (SELECT window_id FROM directory_window_categories WHERE category_id = NEW.id);
    RETURN NULL;
END
$$;
CREATE FUNCTION note_calendar_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO directory_catalogueversion (id, number, calendar_changed_at)
        VALUES (1, 1, clock_timestamp())
        ON CONFLICT (id) DO UPDATE SET calendar_changed_at = EXCLUDED.calendar_changed_at;
    RETURN NULL;
END
$$;
"""
DROP_FUNCTIONS = """
DROP FUNCTION note_window_changed() CASCADE;
DROP FUNCTION note_row_of_window_changed() CASCADE;
DROP FUNCTION note_category_changed() CASCADE;
DROP FUNCTION note_calendar_changed() CASCADE;
"""
# The calendar's is deferred: nobody waits for the one row until the transaction ends.
TRIGGERS = """
CREATE TRIGGER note_window_changed BEFORE UPDATE ON directory_window
    FOR EACH ROW EXECUTE FUNCTION note_window_changed();
CREATE TRIGGER note_category_changed AFTER UPDATE ON directory_category
    FOR EACH ROW EXECUTE FUNCTION note_category_changed();
""" + "".join(
    f"""
CREATE TRIGGER note_row_of_window_changed AFTER INSERT OR UPDATE OR DELETE ON directory_{table}
    FOR EACH ROW EXECUTE FUNCTION note_row_of_window_changed();
"""
    for table in ("window_categories", "phone", "hoursrule", "hoursexception")
) + "".join(
    f"""
CREATE CONSTRAINT TRIGGER note_calendar_changed AFTER INSERT OR UPDATE OR DELETE ON directory_{table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_calendar_changed();
"""
    for table in ("holiday", "yearend")
)


class Migration(migrations.Migration):

    dependencies = [('directory', '0024_rows_that_tell_the_truth')]

    operations = [
        ValidateConstraint('window', 'window_gives_a_reason_only_while_suspended'),
        ValidateConstraint('hoursrule', 'hours_rule_ends_after_it_begins'),
        ValidateConstraint('phone', 'phone_is_of_a_known_kind'),
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
