"""Log-ins for trying the portal out on one's own machine."""

import json
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from ise_portal.dev.local import kept
from platform_members.accounts.roles import WELFARE_CENTRE
from platform_members.models import Membership, Organisation

ADMINISTRATOR = "administrator@example.jp"
CLERK = "clerk@example.jp"
MEMBER = "member@example.jp"


def demo_logins(file: Path) -> list[str]:
    """Lines about the demo log-ins, which are made in a database without users.

    The passwords are kept in this file (JSON, password by e-mail address), so that a later run
    can tell them again. Where users exist already, nothing is made or changed. Raises OSError.
    """
    User = get_user_model()
    if not User.objects.exists():
        file.unlink(missing_ok=True)  # passwords of a database that is gone
        _make(json.loads(kept(file, _new_passwords)))
    if not file.exists():
        return []
    passwords = json.loads(file.read_text())
    return [
        f"{user.email}  {passwords[user.email]}"
        if user.check_password(passwords[user.email])
        else f"{user.email}  (password changed since)"
        for user in User.objects.filter(email__in=passwords).order_by("email")
    ]


def _new_passwords() -> str:
    return json.dumps({email: secrets.token_urlsafe(9) for email in (ADMINISTRATOR, CLERK, MEMBER)})


@transaction.atomic
def _make(passwords: dict[str, str]) -> None:
    """Make an administrator, a clerk of the welfare centre, and a member who edits.

    The member edits for whichever organisation looks after most windows.
    """
    users = get_user_model().objects
    users.create_superuser(
        email=ADMINISTRATOR, password=passwords[ADMINISTRATOR], name=_("管理者（見本）")
    )
    clerk = users.create_user(
        email=CLERK, password=passwords[CLERK], name=_("職員（見本）"), is_staff=True
    )
    clerk.groups.set([Group.objects.get(name=WELFARE_CENTRE)])
    member = users.create_user(
        email=MEMBER, password=passwords[MEMBER], name=_("団体の担当者（見本）")
    )
    organisation = Organisation.objects.busiest()
    if organisation:
        Membership.objects.create(user=member, organisation=organisation, made_by=clerk)
