"""Organisations, people and the platform's own work in Django admin, one file a kind of thing."""

from platform_members.accounts import admin as users
from platform_members.admin import dashboard, staff_pages
from platform_members.joining import admin as applications
from platform_members.meetings import admin as meetings
from platform_members.outbox import admin as mails
from platform_members.registry import admin as organisations
from platform_members.rounds import admin as programmes
from platform_members.sharing import admin as portals
from platform_members.verification import admin as verification

__all__ = [
    "applications",
    "dashboard",
    "mails",
    "meetings",
    "organisations",
    "portals",
    "programmes",
    "staff_pages",
    "users",
    "verification",
]
