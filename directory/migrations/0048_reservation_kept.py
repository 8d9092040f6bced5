"""What residents read of reservation, as a column that lists can be narrowed by.

One trigger writes it whenever a row of a window is written. A change of its hours writes the row
too (`note_row_of_window_changed`); hours that are moved to another window let this one be noted
where they stood, as well.
"""

from django.db import migrations, models

FUNCTIONS = r"""
CREATE FUNCTION reservation_of(key bigint, stated text, in_words text) RETURNS text
LANGUAGE sql AS $$
    SELECT CASE
        WHEN stated = 'required' OR always THEN 'required'
        WHEN stated = 'some' OR sometimes
            OR in_words ~ '要(事前|電話)?予約|予約制(?!では)|予約が?必要|予約のみ' THEN 'some'
        ELSE stated
    END
    FROM (SELECT coalesce(bool_and(by_reservation), false) AS always,
                 coalesce(bool_or(by_reservation), false) AS sometimes
          FROM directory_hoursrule WHERE window_id = key) rules
$$;
CREATE FUNCTION keep_reservation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.reservation_kept := reservation_of(NEW.id, NEW.reservation, NEW.hours_override);
    RETURN NEW;
END
$$;
CREATE FUNCTION note_where_hours_stood() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE directory_window SET changed_at = clock_timestamp() WHERE id = OLD.window_id;
    RETURN NULL;
END
$$;
"""
DROP_FUNCTIONS = """
DROP FUNCTION note_where_hours_stood() CASCADE;
DROP FUNCTION keep_reservation() CASCADE;
DROP FUNCTION reservation_of(bigint, text, text);
"""
TRIGGERS = """
CREATE TRIGGER keep_reservation BEFORE INSERT OR UPDATE ON directory_window
    FOR EACH ROW EXECUTE FUNCTION keep_reservation();
CREATE TRIGGER note_where_hours_stood AFTER UPDATE OF window_id ON directory_hoursrule
    FOR EACH ROW WHEN (OLD.window_id <> NEW.window_id)
    EXECUTE FUNCTION note_where_hours_stood();
"""
# As before, with one more column that is derived.
NOTE_WINDOW_CHANGED = """
CREATE OR REPLACE FUNCTION note_window_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    derived text[] := '{{reachable,{more}hours_pattern_id,updated_at,changed_at}}';
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
"""


class Migration(migrations.Migration):

    dependencies = [('directory', '0047_choices_there_are')]

    operations = [
        migrations.AddField(
            model_name='window',
            name='reservation_kept',
            field=models.CharField(
                choices=[
                    ('unknown', 'わかっていません'),
                    ('none', 'いりません'),
                    ('required', '必要です'),
                    ('some', '相談の内容や日時によって必要です'),
                ],
                db_default='unknown',
                default='unknown',
                editable=False,
                max_length=10,
            ),
        ),
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(
            NOTE_WINDOW_CHANGED.format(more='reservation_kept,'),
            NOTE_WINDOW_CHANGED.format(more=''),
        ),
    ]
