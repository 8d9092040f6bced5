"""Colleagues: invited by mail with a role; they alone choose their password."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django import forms
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from platform_members.accounts.mails import colleague_invited
from platform_members.accounts.roles import PUBLICITY, READERS, ROLES, WELFARE_CENTRE, rights_of
from platform_members.models import User

ROLE_WORDS = {
    WELFARE_CENTRE: _("福祉生活相談センター：窓口を直し、確かめ、審査し、冊子をつくります。"),
    PUBLICITY: _("広報：広報の記録と報告をつくります。窓口は見るだけです。"),
    READERS: _("閲覧：見るだけで、何も変えません。"),
}


class AlreadyThere(Exception):
    """Refusal: the address has an account that is in use, or is no colleague's."""


class ColleagueForm(forms.ModelForm):
    """Form of an invitation: address, name, and one of the roles that the clerk may give."""

    # The account itself is looked for when it is made, so that an invitation can be sent anew.
    email = forms.EmailField(label=_("メールアドレス"), max_length=254)
    role = forms.ChoiceField(label=_("役割"), widget=forms.RadioSelect)

    class Meta:
        model = User
        fields = ["name"]

    field_order = ["email", "name", "role"]

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (name, ROLE_WORDS[name]) for name in roles_to_give(by)
        ]


def roles_to_give(by: User) -> list[str]:
    """Names of the roles that are there and hold no right which the person lacks."""
    own, there = by.get_all_permissions(), Group.objects.values_list("name", flat=True)
    return [role.name for role in ROLES if role.name in there and rights_of(role) <= own]


@transaction.atomic
def invite_colleague(*, email: str, name: str, role: str, by: User) -> User:
    """Make an account without a password, and mail the link by which its owner sets one.

    An invitation that was not taken up is sent anew, with the name and role of today. Raises
    AlreadyThere, with nothing changed.
    """
    user = User.objects.with_address(email).select_for_update().first()
    if user is None:
        try:
            with transaction.atomic():
                user = User.objects.create_user(email, None, name=name, is_staff=True)
        except IntegrityError as error:  # a colleague has just done the same
            raise AlreadyThere from error
    elif not is_invited_only(user) or not by.may_look_after(user):
        raise AlreadyThere
    user.name = name
    user.save(update_fields=["name"])
    user.groups.set([Group.objects.get(name=role)])
    token = default_token_generator.make_token(user)
    colleague_invited(to=email, by=by, role=role, user=user_pk_to_url_str(user), token=token)
    return user


def is_invited_only(user: User) -> bool:
    """Whether a colleague was invited and has not set a password yet."""
    return user.is_staff and user.is_active and not user.has_usable_password()
