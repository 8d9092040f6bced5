"""Organisations, people and the platform's own work in Django admin, one file a kind of thing."""

from platform_members.admin import (
    applications,
    dashboard,
    doors,
    mails,
    meetings,
    organisations,
    programmes,
    users,
    verification,
)

__all__ = [
    "applications",
    "dashboard",
    "doors",
    "mails",
    "meetings",
    "organisations",
    "programmes",
    "users",
    "verification",
]
