"""Known devices: browsers in which a member of the staff has logged in fully before.

Attempts from one are counted apart, so that no stranger's attempts keep its owner out. The cookie
names the account and a number of chance, signed; it permits nothing. Others never get it.
"""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from platform_members.models import User
from platform_members.permissions import has_proved_factor

COOKIE = "known_device"
SALT = "platform_members.accounts.devices"
SECONDS_KNOWN = 180 * 24 * 3600
PATH = "/accounts/"


def remember_device(request: HttpRequest, response: HttpResponse) -> None:
    """Give the browser of a member of the staff the cookie, after a log-in with every factor."""
    is_full = has_proved_factor(request) or not settings.MFA_REQUIRED
    if not (request.user.is_staff and is_full):
        return
    response.set_signed_cookie(
        COOKIE,
        f"{request.user.pk}:{secrets.token_urlsafe(12)}",
        salt=SALT,
        max_age=SECONDS_KNOWN,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def known_device(request: HttpRequest, email: str) -> str:
    """Name of the device, where this account has logged in on it; "" where it has not."""
    device = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=SECONDS_KNOWN) or ""
    owner = device.partition(":")[0]
    is_owners = owner.isdecimal() and User.objects.with_address(email).filter(pk=owner).exists()
    return device if is_owners else ""
