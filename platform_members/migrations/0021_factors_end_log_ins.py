"""A second factor that is set up, made anew or taken off ends the log-ins of its account."""

from django.db import migrations

# A trigger, so that no way can forget it: the account's own page, admin, command, SQL by hand. The
# log-in in which it was done is renewed by the portal (accounts/second_factor.py).
FORWARDS = """
CREATE FUNCTION platform_members_factor_ends_log_ins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE platform_members_user SET session_epoch = session_epoch + 1
        WHERE id = COALESCE(NEW.user_id, OLD.user_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER platform_members_factor_ends_log_ins AFTER INSERT OR DELETE ON mfa_authenticator
    FOR EACH ROW EXECUTE FUNCTION platform_members_factor_ends_log_ins();
"""
BACKWARDS = """
DROP TRIGGER platform_members_factor_ends_log_ins ON mfa_authenticator;
DROP FUNCTION platform_members_factor_ends_log_ins();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("platform_members", "0020_session_epoch_words"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
