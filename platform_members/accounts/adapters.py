"""Adapters of django-allauth: log-in, mails, second factor."""

import time
from itertools import count
from urllib.parse import urlsplit

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directory.fields import longest_of
from platform_members.accounts import audit, secrets_at_rest
from platform_members.accounts.devices import known_device, remember_device
from platform_members.accounts.mails import account_changed
from platform_members.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Log-in for people whom the welfare centre has invited."""

    def is_open_for_signup(self, request) -> bool:
        """False: accounts are made by invitation only."""
        return False

    def clean_email(self, email: str) -> str:
        """Refuse an address that is longer than any mail can have."""
        MaxLengthValidator(longest_of(User, "email"))(email)
        return super().clean_email(email)

    def get_login_redirect_url(self, request) -> str:
        """Admin for staff, the desk for all others."""
        page = "admin:index" if request.user.is_staff else "platform_members:desk-view"
        return reverse(page)

    def is_safe_url(self, url: str | None) -> bool:
        """Whether a log-in may go on to this address; not to one that cannot be read."""
        try:
            return super().is_safe_url(url)
        except ValueError:  # a bracket of IPv6 that is not closed
            return False

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Whether the password is asked for again: not within a moment of typing it.

        So a clerk who is led from the log-in to the second factor types it once.
        """
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0)
        if time.time() - latest < account_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def pre_authenticate(self, request, **credentials) -> None:
        """Count an attempt, before the password is looked at; refuse where there were too many.

        A stranger is slowed down by place and by address, whether it has an account or not. The
        owner's known device has a count of its own, so that no stranger keeps the owner out.
        """
        email = credentials["email"].lower()
        if device := known_device(request, email):
            limits = {"login_known_device": device}
        else:
            place = ratelimit.get_ip(request)
            limits = {"login_place": place, "login_address": email}
            limits |= {"login_failed": self._get_login_attempts_cache_key(request, email=email)}
        self._login_failed_rl_usage = ratelimit.RateLimitUsage(usage=[])
        for action, key in limits.items():
            used = ratelimit.consume(request, app="allauth.account", action=action, key=key)
            if not used:
                audit.note_throttled(request, key=f"{action} {key}", email=email)
                raise self.validation_error("too_many_login_attempts")
            self._login_failed_rl_usage.usage += used.usage

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Key of attempts on one address from one place; a new password makes it free again."""
        return f"{credentials['email'].lower()} {ratelimit.get_ip(request)}"

    def authenticate(self, request, **credentials):
        """Find the person by address and password; a disabled account counts and reads as none."""
        self.pre_authenticate(request, **credentials)
        user = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()  # a disabled account
        if user:
            self._rollback_login_failed_rl_usage()
        return user

    @transaction.atomic
    def login(self, request, user) -> None:
        """Log in: the session stands in the database together with its audit entry, or neither."""
        super().login(request, user)
        request.session.save()

    @transaction.atomic
    def logout(self, request) -> None:
        """Log out, together with the audit entry."""
        super().logout(request)

    def post_login(self, request, user, **kwargs):
        """Go on after a full log-in, and know the device of a member of the staff again."""
        response = super().post_login(request, user, **kwargs)
        remember_device(request, response)
        return response

    def get_reauthentication_methods(self, user) -> list[dict]:
        """The password alone: what is asked again before a factor is changed is not that factor."""
        methods = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"] == "reauthenticate"]

    def reauthenticate(self, user, password: str) -> bool:
        """Whether this is the person's password; attempts count as those of a log-in do.

        Asked for by the account's address of today, which allauth's own does not know.
        """
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Write every mail about an account into the outbox, in the portal's own words.

        Nothing of the request is taken over: neither its host nor an address of the visitor. A
        mail server that is down is no error of the page. The pages that would send any other
        mail are closed (`ise_portal.urls`).
        """
        account_changed(to=email, notice=template_prefix)


class MFAAdapter(DefaultMFAAdapter):
    """The second factor, under the portal's name."""

    def encrypt(self, text: str) -> str:
        return secrets_at_rest.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets_at_rest.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Name of the portal in the authenticator app."""
        return settings.SITE_TITLE

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name and domain for which passkeys are made: the portal's own, not the request's.

        A passkey works under the domain for which it was made, and under no other.
        """
        return {"id": urlsplit(settings.PORTAL_URL).hostname, "name": settings.SITE_TITLE}

    def generate_authenticator_name(self, user, type) -> str:
        """Name that is proposed for a passkey, with a number that none of the person's has."""
        taken = {
            each.wrap().name
            for each in Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
        }
        names = (_("パスキー%d") % number for number in count(1))
        return next(name for name in names if name not in taken)

    def build_totp_svg(self, url: str) -> SafeString:
        """Draw the QR code as SVG for the page itself: the CSP knows no `data:` pictures."""
        import segno

        drawn = segno.make(url, error="m").svg_inline(scale=6, light="#fff", omitsize=True)
        return SafeString(drawn)
