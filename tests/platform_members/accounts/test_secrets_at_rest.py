"""Secrets of second factors: unreadable in the database, and read with any of the keys."""

import importlib
import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.core.management import call_command

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
migration = importlib.import_module("platform_members.migrations.0023_factors_encrypted")


@pytest.fixture
def codes(clerk) -> list[str]:
    """The recovery codes of a clerk who has an app as well."""
    TOTP.activate(clerk, SECRET)
    return RecoveryCodes.activate(clerk).generate_codes()


def stored() -> str:
    """Everything that the database holds of factors."""
    return json.dumps(list(Authenticator.objects.order_by("pk").values_list("data", flat=True)))


def codes_now(clerk) -> list[str]:
    """The recovery codes as they are read now."""
    return Authenticator.objects.get(user=clerk, type="recovery_codes").wrap().generate_codes()


def test_the_database_holds_nothing_readable(codes):
    """Neither the app's seed nor that of the codes, nor a code."""
    assert SECRET not in stored()
    assert stored().count("gAAAA") == 2
    assert not [code for code in codes if code in stored()]


def test_keys_are_exchanged_without_setting_anything_up_anew(clerk, codes, settings):
    """A new key comes first, all is encrypted with it, the old one goes."""
    old, new = settings.FACTOR_KEYS[0], Fernet(Fernet.generate_key())
    settings.FACTOR_KEYS = [new, old]
    assert codes_now(clerk) == codes
    call_command("rotate_factor_keys", verbosity=0)
    settings.FACTOR_KEYS = [new]
    assert codes_now(clerk) == codes
    settings.FACTOR_KEYS = [old]
    with pytest.raises(InvalidToken):
        codes_now(clerk)


def test_secrets_of_before_are_encrypted_by_the_upgrade(clerk, codes):
    """Readable ones are, encrypted ones stay, and the way back makes them readable."""
    migration.decrypt(apps, None)
    assert SECRET in stored()
    migration.encrypt(apps, None)
    once = stored()
    assert SECRET not in once
    assert codes_now(clerk) == codes
    migration.encrypt(apps, None)
    assert stored() == once
