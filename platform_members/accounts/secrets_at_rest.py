"""Secrets at rest: seeds of apps and of recovery codes, encrypted with keys outside the database.

FACTOR_KEYS holds the keys, the newest first: with it new secrets are encrypted, with each of them
old ones are read. `manage.py rotate_factor_keys` encrypts all with the newest.
"""

from allauth.mfa.models import Authenticator
from cryptography.fernet import MultiFernet
from django.conf import settings
from django.db import transaction


def keys() -> MultiFernet:
    """The keys of this portal."""
    return MultiFernet(settings.FACTOR_KEYS)


def encrypt(text: str) -> str:
    return keys().encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """Read a secret; raises InvalidToken where none of the keys has made it."""
    return keys().decrypt(text.encode()).decode()


@transaction.atomic
def rotate_keys() -> int:
    """Encrypt every secret with the newest key; return of how many factors."""
    factors = list(Authenticator.objects.select_for_update().order_by("pk"))
    for factor in factors:
        for name in {"secret", "seed"} & set(factor.data):
            factor.data[name] = keys().rotate(factor.data[name].encode()).decode()
        factor.save(update_fields=["data"])
    return len(factors)
