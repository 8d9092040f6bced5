"""Operations of accounts: change an address, which the person has proved by a link in a mail."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from platform_members.accounts.mails import (
    ADDRESS_LINK_SECONDS,
    address_asked,
    address_changed,
    address_taken,
    password_reset_asked,
)
from platform_members.models import User

SALT = "platform_members.accounts.address"


class LinkUnusable(Exception):
    """Refusal: the link is old, used, another person's, or its address is taken meanwhile."""


@transaction.atomic
def send_reset_link(*, email: str) -> None:
    """Mail a link for a new password to the account of an address; without one nothing is sent."""
    for user in User.objects.with_address(email).filter(is_active=True):
        token = default_token_generator.make_token(user)
        password_reset_asked(to=user.email, user=user_pk_to_url_str(user), token=token)


@transaction.atomic
def ask_for_address(*, user: User, email: str) -> None:
    """Mail a link to an address that a person wants to use; nothing else changes.

    That the address has an account already is told by mail, to its owner alone.
    """
    if User.objects.with_address(email).exclude(pk=user.pk).exists():
        address_taken(to=email)
    else:
        token = signing.dumps([user.pk, email, _state(user)], salt=SALT)
        address_asked(to=email, token=token)


def asked_address(*, user: User, token: str) -> str:
    """Return the address that a link proves for this person. Raises LinkUnusable."""
    try:
        key, email, state = signing.loads(token, salt=SALT, max_age=ADDRESS_LINK_SECONDS)
    except (signing.BadSignature, ValueError):
        raise LinkUnusable from None
    if key != user.pk or not constant_time_compare(state, _state(user)):
        raise LinkUnusable
    if User.objects.with_address(email).exclude(pk=user.pk).exists():
        raise LinkUnusable
    return email


@transaction.atomic
def prove_address(*, user: User, token: str) -> User:
    """Make the address of a link the person's own, and end their other log-ins.

    The former address is told. Returns the account as it is now; raises LinkUnusable.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    email = asked_address(user=user, token=token)
    former, user.email = user.email, email
    user.session_epoch += 1
    user.save(update_fields=["email", "session_epoch"])
    note_proved_address(user=user)
    if former.lower() != email.lower():
        address_changed(to=former)
    return user


def note_proved_address(*, user: User, **signal) -> None:
    """Note that a person reads the mail of their address; receives allauth's `password_reset`."""
    forget_proved_addresses(user=user)
    EmailAddress.objects.filter(email__iexact=user.email).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


@transaction.atomic
def address_changed_by_staff(*, user: User, former: str) -> None:
    """End the log-ins of an account whose address staff have changed; tell the former address.

    Nothing shows yet that the person reads the mail of the new one.
    """
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    forget_proved_addresses(user=user)
    address_changed(to=former)


def forget_proved_addresses(*, user: User) -> None:
    """Forget what was proved: an address of former days logs in no longer."""
    EmailAddress.objects.filter(user=user).delete()


def _state(user: User) -> str:
    """What a link is bound to: it ends with the address, the password and the log-ins of today."""
    text = f"{user.email} {user.get_session_auth_hash()}"
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()
