"""How log-in behaves, where django-allauth lets us say so."""

import time

import segno
from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString


class AccountAdapter(DefaultAccountAdapter):
    """Log-in for people whom the welfare centre has invited."""

    def is_open_for_signup(self, request) -> bool:
        """Nobody opens an account by themselves."""
        return False

    def get_login_redirect_url(self, request) -> str:
        """Staff go on to admin, everybody else to their desk."""
        page = "admin:index" if request.user.is_staff else "platform_members:desk-view"
        return reverse(page)

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Ask for the password again, but not of whoever has typed it a moment ago.

        So a clerk who is led from the log-in to the second factor types it once.
        """
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0)
        if time.time() - latest < account_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)


class MFAAdapter(DefaultMFAAdapter):
    """The second factor, under the portal's name."""

    def get_totp_issuer(self) -> str:
        """What the authenticator app calls the portal."""
        return settings.SITE_TITLE

    def build_totp_svg(self, url: str) -> SafeString:
        """Draw the QR code as SVG for the page itself: the CSP knows no `data:` pictures."""
        drawn = segno.make(url, error="m").svg_inline(scale=6, light="#fff", omitsize=True)
        return SafeString(drawn)
