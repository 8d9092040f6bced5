"""Seeds of apps and of recovery codes are encrypted, as new ones are from now on."""

from cryptography.fernet import MultiFernet
from django.conf import settings
from django.db import migrations

BEGINNING = "gAAAA"  # of whatever is encrypted; no seed begins so


def encrypt(apps, schema_editor):
    """Encrypt what is readable."""
    keys = MultiFernet(settings.FACTOR_KEYS)
    _change(apps, lambda text: keys.encrypt(text.encode()).decode(), encrypted=False)


def decrypt(apps, schema_editor):
    """Make readable again, for the code of before."""
    keys = MultiFernet(settings.FACTOR_KEYS)
    _change(apps, lambda text: keys.decrypt(text.encode()).decode(), encrypted=True)


def _change(apps, changed, encrypted):
    for factor in apps.get_model("mfa", "Authenticator").objects.all():
        for name in {"secret", "seed"} & set(factor.data):
            if factor.data[name].startswith(BEGINNING) is encrypted:
                factor.data[name] = changed(factor.data[name])
        factor.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("platform_members", "0022_attempts"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(encrypt, decrypt)]
