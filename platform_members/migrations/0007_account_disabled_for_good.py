"""Disabling an account ends its sessions for good: the database counts how often it was."""

from django.db import migrations, models

# A trigger, so that no way of disabling can forget it: form, action, command, SQL by hand. Nor can
# an account that was read earlier, and is saved whole, take the number back.
FORWARDS = """
CREATE FUNCTION platform_members_count_session_epoch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.session_epoch := GREATEST(NEW.session_epoch, OLD.session_epoch);
    IF OLD.is_active AND NOT NEW.is_active THEN
        NEW.session_epoch := NEW.session_epoch + 1;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER platform_members_session_epoch BEFORE UPDATE ON platform_members_user
    FOR EACH ROW EXECUTE FUNCTION platform_members_count_session_epoch();
-- Sessions of accounts that are disabled already must not live again either.
UPDATE platform_members_user SET session_epoch = 1 WHERE NOT is_active;
"""
BACKWARDS = """
DROP TRIGGER platform_members_session_epoch ON platform_members_user;
DROP FUNCTION platform_members_count_session_epoch();
"""


class Migration(migrations.Migration):
    dependencies = [("platform_members", "0006_programmes_and_meetings")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="session_epoch",
            field=models.PositiveIntegerField(
                db_default=0,
                default=0,
                editable=False,
                help_text="無効にするたびに増え、それまでのログインをすべて終わらせます。",
                verbose_name="ログインの世代",
            ),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
