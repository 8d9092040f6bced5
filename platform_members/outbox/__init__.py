"""Outgoing mail: written down in the transaction that causes it, sent afterwards."""

from platform_members.outbox.posting import address, mails_written, post, what_became_of

__all__ = ["address", "mails_written", "post", "what_became_of"]
