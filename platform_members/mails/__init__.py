"""What the portal writes to people: one function a message, all sent through `post`."""

from platform_members.mails.posting import address, post

__all__ = ["address", "post"]
