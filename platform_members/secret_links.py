"""Links whose address holds a secret that permits something: invitations, confirmations, calendars.

The database keeps a hash of the secret: enough to recognise it, not enough to use it.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Self, TypeVar

from django.db import models

TOKEN_BYTES = 32
_Row = TypeVar("_Row", bound=models.Model)
MAX_TOKEN = 100  # letters; a longer one is none of ours


def new_secret() -> tuple[str, str]:
    """Return a new secret, for the address only, and its hash, for the database."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, token_hash(token)


def token_hash(token: str) -> str:
    """The hash by which a secret is found again."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class SecretLinkQuerySet(models.QuerySet[_Row]):
    """Rows with a `token_hash` each."""

    def with_token(self, token: str) -> Self:
        """The one, if any, to which a link belongs."""
        if len(token) > MAX_TOKEN:
            return self.none()
        return self.filter(token_hash=token_hash(token))
