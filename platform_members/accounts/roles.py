"""Roles of the staff: groups with permissions, declared here and applied by every `migrate`.

A role names apps and actions, so that models that come later fall into place by themselves. The
administrator has no role here: `is_superuser` may do everything.
"""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

WELFARE_CENTRE = "福祉生活相談センター"
PUBLICITY = "広報"
READERS = "閲覧"

# Rows that belong to another row's form, and go when a person empties their line there; whatever
# else staff no longer want is retired or taken out of use, which can be undone.
PARTS = frozenset(
    {
        "directory.delete_phone",
        "directory.delete_hoursrule",
        "directory.delete_hoursexception",
        "directory.delete_searchtermwindow",
        "directory.delete_finderanswerwindow",
        "platform_members.delete_listing",
        "campaigns.delete_mediumresult",
    }
)
EVERYTHING = ""  # every permission of an app, those of no standard action included
READING = "view_"


@dataclass(frozen=True)
class Role:
    """A group: for each app, how the codenames of its permissions begin. No role deletes."""

    name: str
    may: dict[str, str]

    def permissions(self, using: str) -> list[Permission]:
        """Every permission that the role has, of the apps that are installed."""
        found = Permission.objects.using(using).filter(content_type__app_label__in=self.may)
        return [
            permission
            for permission in found.select_related("content_type")
            if permission.codename.startswith(self.may[permission.content_type.app_label])
            and (not permission.codename.startswith("delete_") or _name(permission) in PARTS)
        ]


ROLES = [
    Role(
        WELFARE_CENTRE,
        {"directory": EVERYTHING, "platform_members": EVERYTHING, "campaigns": EVERYTHING},
    ),
    Role(PUBLICITY, {"campaigns": EVERYTHING, "directory": READING}),
    Role(READERS, {"directory": READING, "platform_members": READING, "campaigns": READING}),
]


def rights_of(role: Role) -> set[str]:
    """A role's permissions as Django names them."""
    return {_name(permission) for permission in role.permissions("default")}


def _name(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"


def apply_roles(using: str = "default", **signal) -> None:
    """Make the groups and give them what is declared here, no more and no less.

    Receives `post_migrate`. Django makes each app's permissions after that app's own signal, so
    those of the other apps may be missing still: they are made first.
    """
    for label in {label for role in ROLES for label in role.may}:
        if apps.is_installed(label):
            create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    for role in ROLES:
        group, _made = Group.objects.using(using).get_or_create(name=role.name)
        group.permissions.set(role.permissions(using))
