"""What the portal writes to people: one function a message, all sent through `post`."""

from platform_members.mails.posting import address, mails_written, post, what_became_of

__all__ = ["address", "mails_written", "post", "what_became_of"]
