"""The second factor (二段階認証): who needs one, and how a lost one is taken off."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import transaction

from platform_members.accounts.mails import account_changed
from platform_members.models import User


def needs_second_factor(user) -> bool:
    """Whether a person must set up a second factor before anything else opens.

    Staff must, unless MFA_REQUIRED is off; others may.
    """
    return settings.MFA_REQUIRED and user.is_staff and not is_mfa_enabled(user)


@transaction.atomic
def remove_second_factor(*, user: User) -> bool:
    """Take the app and the recovery codes off an account; False where there were none.

    The owner is told by mail.
    """
    deleted, _by_model = Authenticator.objects.filter(user=user).delete()
    if deleted:
        account_changed(to=user.email, notice="mfa/email/totp_deactivated")
    return deleted > 0
