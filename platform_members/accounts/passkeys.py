"""Forms of passkeys (パスキー): adding, naming, the second step, log-in without password.

The browser makes what is sent, and allauth's script asks it to. What is refused is said in words of
passkeys; allauth's own speak of codes.
"""

import json

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
)
from allauth.mfa.webauthn.internal.auth import extract_user_from_response
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from platform_members.accounts.audit import note_passkey_failed, note_throttled
from platform_members.models import User

MAX_LETTERS = 20_000  # of what a browser sends; a key with its certificate has some 5,000
NAME_LETTERS = 50
NOT_PROVED = _("このパスキーでは確かめられませんでした。もう一度お試しください。")
NOT_ADDED = _("パスキーを登録できませんでした。もう一度お試しください。")
# What is raised of an answer that no browser has given.
UNREADABLE = (ValidationError, AttributeError, KeyError, TypeError, ValueError)


class CredentialField(forms.CharField):
    """A browser's answer: an object in JSON."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(
            label=_("パスキー"), max_length=MAX_LETTERS, error_messages={"required": NOT_PROVED}
        )

    def clean(self, value):
        """Read it; refuse what no browser sends."""
        try:
            read = json.loads(super().clean(value))
        except (ValueError, RecursionError) as error:  # no JSON, a number or brackets without end
            raise ValidationError(NOT_PROVED) from error
        if not isinstance(read, dict) or not isinstance(read.get("response"), dict):
            raise ValidationError(NOT_PROVED)
        return read


class NameField(forms.CharField):
    """What a person calls a passkey, to tell it from others."""

    def __init__(self, *, required: bool):
        super().__init__(
            label=_("パスキーの名前"),
            help_text=_("どの機器のものかがわかる名前にします。例：窓口のパソコン"),
            max_length=NAME_LETTERS,
            required=required,
        )


class AddForm(AddWebAuthnForm):
    """Form that adds a passkey to one's account."""

    name = NameField(required=False)
    credential = CredentialField()
    passwordless = forms.BooleanField(
        label=_("パスワードなしのログインにも使う"),
        help_text=_(
            "指紋・顔・暗証番号で確かめられる機器で使えます。"
            "登録できないときは、印を外すと、パスワードの次の確認だけに使えます。"
        ),
        required=False,
        initial=True,
    )

    def clean(self):
        try:
            cleaned = super().clean()
            if sent := cleaned.get("credential"):
                cleaned["credential"] = _without_additions(sent)
        except UNREADABLE as error:
            raise ValidationError(NOT_ADDED) from error
        return cleaned


def _without_additions(sent: dict) -> dict:
    """What is kept of a new passkey: nothing that a forged answer has added to it."""
    response = sent["response"]
    properties = sent.get("clientExtensionResults", {}).get("credProps", {})
    return {
        "id": sent["rawId"],
        "rawId": sent["rawId"],
        "type": "public-key",
        "response": {name: response[name] for name in ("clientDataJSON", "attestationObject")},
        "clientExtensionResults": {"credProps": {"rk": properties.get("rk") is True}},
    }


class NameForm(EditWebAuthnForm):
    """Form that gives a passkey another name."""

    name = NameField(required=True)


class Proof(forms.Form):
    """What both forms share by which a passkey proves who the person is."""

    def clean_credential(self) -> Authenticator:
        """Find the passkey that has signed; refuse another's, and that of a disabled account."""
        user = getattr(self, "user", None)
        try:
            user = user or extract_user_from_response(self.cleaned_data["credential"])
            passkey = super().clean_credential()  # type: ignore[misc]  # of allauth's form
        except UNREADABLE as error:
            if user is not None and getattr(error, "code", "") == "too_many_login_attempts":
                note_throttled(context.request, key=f"code {user.pk}", email=user.email)
                raise
            self._refuse(user, error)
        if not passkey.user.is_active:
            self._refuse(user)
        return passkey

    def _refuse(self, user: User | None, error: Exception | None = None):
        if user is not None:
            note_passkey_failed(context.request, user)
        raise ValidationError(NOT_PROVED) from error


class SecondStepForm(Proof, AuthenticateWebAuthnForm):
    """Form of the second step of a log-in, in place of a code."""

    credential = CredentialField()


class LogInForm(Proof, LoginWebAuthnForm):
    """Form of a log-in without password: the passkey itself asks for finger, face or PIN."""

    credential = CredentialField()
