"""Forms of a person's own account."""

from functools import partial

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from directory.text.folding import compatible
from platform_members.accounts.actions import send_reset_link
from platform_members.accounts.audit import note_throttled
from platform_members.models import User


class AddressForm(forms.Form):
    """Form of another address for one's account; asks for the password."""

    email = forms.EmailField(
        label=_("これから使うメールアドレス"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("いまのパスワード"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        return get_adapter().clean_email(User.objects.normalize_email(self.cleaned_data["email"]))

    def clean_password(self) -> None:
        """Refuse a wrong password; attempts count as those of a log-in do."""
        if not get_adapter().reauthenticate(self.user, self.cleaned_data["password"]):
            raise forms.ValidationError(_("パスワードが違います。"))


class PasswordResetForm(ResetPasswordForm):
    """Form that asks for a new password; the same for an address with an account and without."""

    def clean_email(self) -> str:
        return get_adapter().clean_email(self.cleaned_data["email"].lower())

    def save(self, request, **kwargs) -> str:
        """Leave all that depends on the account until the visitor has the answer."""
        email = self.cleaned_data["email"]
        request.left_for_later.append(partial(send_reset_link, email=email))
        return email


def use_code_once(user: User, code: str) -> None:
    """Refuse a code of an app that was used before, for as long as the app's codes are taken."""
    seconds = mfa.TOTP_PERIOD * (2 * mfa.TOTP_TOLERANCE + 1)
    if not cache.add(f"code {user.pk} {normalize_user_code(code)}", True, timeout=seconds):
        raise get_mfa_adapter().validation_error("incorrect_code")


class CodeForm(AuthenticateForm):
    """Form of the second factor at a log-in."""

    def clean_code(self) -> str:
        self.cleaned_data["code"] = compatible(self.cleaned_data["code"])
        try:
            code = super().clean_code()
        except forms.ValidationError as error:
            if error.code == "too_many_login_attempts":
                note_throttled(context.request, key=f"code {self.user.pk}", email=self.user.email)
            raise
        if self.authenticator.type == Authenticator.Type.TOTP:
            use_code_once(self.user, code)
        return code


class NewAppForm(ActivateTOTPForm):
    """Form that sets up an app; its code is used up by it."""

    def clean_code(self) -> str:
        self.cleaned_data["code"] = compatible(self.cleaned_data["code"])
        code = super().clean_code()
        use_code_once(self.user, code)
        return code
