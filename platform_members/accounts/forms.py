"""Forms of a person's own account."""

from allauth.account.adapter import get_adapter
from django import forms
from django.utils.translation import gettext_lazy as _

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
