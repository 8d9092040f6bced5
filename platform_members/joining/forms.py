"""Forms of joining: application, new account."""

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.utils.translation import gettext_lazy as _

from platform_members.models import MembershipApplication, User
from platform_members.spam import PublicForm


class ApplicationForm(PublicForm, forms.ModelForm):
    """Application to join (加入の申し込み)."""

    consent = forms.BooleanField(
        label=MembershipApplication._meta.get_field("consent").verbose_name,
        error_messages={"required": _("同意いただけるときは、印を付けてください。")},
    )

    class Meta:
        model = MembershipApplication
        fields = [
            "name",
            "kana",
            "kind",
            "activities",
            "areas",
            "contact_person",
            "email",
            "phone",
            "website",
            "consent",
        ]
        widgets = {
            "activities": forms.Textarea(attrs={"rows": 6}),
            "contact_person": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        }

    def validate_constraints(self):
        """No check here: a repeated application is no fault, and the database refuses it."""

    def answers(self) -> list[forms.BoundField]:
        """The fields that people see and answer."""
        return [self[name] for name in self.Meta.fields]


class NewAccountForm(SetPasswordMixin, forms.ModelForm):
    """Form of a new account: name and password of an invited person."""

    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=_("パスワード"), label2=_("パスワード（もう一度）")
    )

    class Meta:
        model = User
        fields = ["name"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def clean(self):
        """Both passwords are the same and not easy to guess, by name or address either."""
        self.validate_passwords()
        super().clean()
        self.instance.name = self.cleaned_data.get("name", "")
        self.validate_password_for_user(self.instance)
