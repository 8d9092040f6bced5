"""The second factor (二段階認証): who needs one, and how a lost one is taken off."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from platform_members.models import User


def needs_second_factor(user) -> bool:
    """Whether somebody must set up a second factor before anything else opens.

    Staff must, unless MFA_REQUIRED is off; anybody else may.
    """
    return settings.MFA_REQUIRED and user.is_staff and not is_mfa_enabled(user)


def remove_second_factor(*, user: User) -> bool:
    """Take the app and the recovery codes off an account; False where there were none."""
    deleted, _by_model = Authenticator.objects.filter(user=user).delete()
    return deleted > 0
