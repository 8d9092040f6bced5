"""The second factor (二段階認証): proved in each log-in, and how a lost one is taken off.

Setting one up, making its codes anew and taking it off end all log-ins of the account: the database
itself sees to that (migration 0021). The one in which a person has done it goes on.
"""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest

from platform_members.accounts.mails import account_changed
from platform_members.models import User
from platform_members.permissions import has_proved_factor


def must_prove_factor(request: HttpRequest) -> bool:
    """Whether a log-in by password alone, of an account that has a factor, is at an end."""
    return settings.MFA_REQUIRED and not has_proved_factor(request) and is_mfa_enabled(request.user)


def must_set_up_factor(user) -> bool:
    """Whether a person must set up a second factor before anything else opens.

    Staff must, unless MFA_REQUIRED is off; others may.
    """
    return settings.MFA_REQUIRED and user.is_staff and not is_mfa_enabled(user)


def note_new_factor(*, request, user, authenticator, **signal) -> None:
    """Note that the code that sets up an app has proved it; receives `authenticator_added`."""
    record_authentication(request, user, "mfa", type=authenticator.type, id=authenticator.pk)
    keep_this_log_in(request=request, user=user)


def keep_this_log_in(*, request, user, **signal) -> None:
    """Renew the log-in in which a factor was changed, when the others end."""
    update_session_auth_hash(request, User.objects.get(pk=user.pk))


@transaction.atomic
def remove_second_factor(*, user: User) -> bool:
    """Take the app and the recovery codes off an account; False where there were none.

    The owner is told by mail.
    """
    deleted, _by_model = Authenticator.objects.filter(user=user).delete()
    if deleted:
        account_changed(to=user.email, notice="mfa/email/totp_deactivated")
    return deleted > 0
