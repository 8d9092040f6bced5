"""Mails about a person's own account: password and second factor. django-allauth asks for them."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platform_members.outbox import address, post

ADDRESS_LINK_SECONDS = 24 * 3600

# Changes of an account, by allauth's name for its mail: an owner who did not make them is warned.
NOTICES = {
    "account/email/password_changed": gettext_lazy("パスワードが変更されました"),
    "account/email/password_reset": gettext_lazy("パスワードが再設定されました"),
    "mfa/email/totp_activated": gettext_lazy("二段階認証が設定されました"),
    "mfa/email/totp_deactivated": gettext_lazy("二段階認証が解除されました"),
    "mfa/email/webauthn_added": gettext_lazy("パスキーが追加されました"),
    "mfa/email/webauthn_removed": gettext_lazy("パスキーが削除されました"),
    "mfa/email/recovery_codes_generated": gettext_lazy("予備のコードがつくりなおされました"),
}


def password_reset_asked(*, to: str, user: str, token: str) -> None:
    """The link by which a person sets a new password; allauth gives `user` and `token`."""
    expires = timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    post(
        "password_reset_asked",
        to=[to],
        subject=_("パスワードの再設定"),
        confidential=True,
        email=to,
        expires_at=expires,
        link=address("account_reset_password_from_key", user, token),
    )


def colleague_invited(*, to: str, by, role: str, user: str, token: str) -> None:
    """The link by which a colleague sets a first password; `by` has invited, `role` is its name."""
    post(
        "colleague_invited",
        to=[to],
        subject=_("管理画面へのご招待"),
        confidential=True,
        by=by,
        role=role,
        expires_at=timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        link=address("account_reset_password_from_key", user, token),
    )


def account_changed(*, to: str, notice: str) -> None:
    """What has happened to a person's account; `notice` is one of NOTICES."""
    post(
        "account_changed",
        to=[to],
        subject=str(NOTICES[notice]),
        email=to,
        what=NOTICES[notice],
        at=timezone.now(),
        link=address("account_reset_password"),
    )


def address_asked(*, to: str, token: str) -> None:
    """The link by which a person proves that they read the mail of an address."""
    post(
        "address_asked",
        to=[to],
        subject=_("メールアドレスの確認"),
        confidential=True,
        expires_at=timezone.now() + timedelta(seconds=ADDRESS_LINK_SECONDS),
        link=address("platform_members:address-prove", token),
    )


def address_taken(*, to: str) -> None:
    """Mail to an account's owner whose address another account asked for."""
    post("address_taken", to=[to], subject=_("メールアドレスの確認"))


def address_changed(*, to: str) -> None:
    """Mail to the address that an account had until now."""
    post(
        "address_changed",
        to=[to],
        subject=_("メールアドレスが変わりました"),
        email=to,
        at=timezone.now(),
    )
