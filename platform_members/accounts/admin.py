"""Admin of accounts."""

from allauth.account.admin import EmailAddress  # the import registers it
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from directory.admin.revisions import RevisionCheck
from directory.concurrency import RevisedForm
from platform_members.accounts.actions import address_changed_by_staff
from platform_members.accounts.second_factor import remove_second_factor
from platform_members.models import User

# Its own page would show the secrets from which one-time codes are made.
admin.site.unregister(Authenticator)
# An address counts as proved by a mail that was read, not by a tick.
admin.site.unregister(EmailAddress)


class UserCreationForm(AdminUserCreationForm):
    """A new person: e-mail, name, password."""

    class Meta:
        model = User
        fields = ["email", "name"]


class UserForm(RevisedForm, UserChangeForm):
    """Form of an existing account."""

    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(RevisionCheck, DjangoUserAdmin):
    """People, known by their e-mail address.

    A person cannot give rights that they do not have: not by a group, nor by the mark of an
    administrator, nor by taking over an account that may do more than theirs.
    """

    add_form = UserCreationForm
    form = UserForm
    list_display = ["name", "email", "is_staff", "is_active", "second_factor", "last_login"]
    list_filter = ["is_staff", "is_active", "groups"]
    actions = ["remove_second_factor"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (_("できること"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("日時"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]

    def get_queryset(self, request):
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
        return super().get_queryset(request).annotate(has_second_factor=Exists(factors))

    def get_readonly_fields(self, request, obj=None):
        """Fields that only an administrator changes: the mark of an administrator."""
        fields = ["last_login", "date_joined"]
        if obj == request.user:
            # Their own page asks for the password and proves the new address.
            fields += ["email"]
        return fields if request.user.is_superuser else [*fields, "is_superuser"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Offer the groups that the clerk is in, and those that the person has already."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups" and not request.user.is_superuser:
            person = request.resolver_match.kwargs.get("object_id")
            field.queryset = Group.objects.filter(
                Q(user=request.user) | Q(user__pk=person)
            ).distinct()
        return field

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or request.user.may_look_after(obj))

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or request.user.may_look_after(obj))

    def has_remove_second_factor_permission(self, request) -> bool:
        """Permission of the action that removes second factors, after checking who is asking."""
        return request.user.is_superuser

    def user_change_password(self, request, id, form_url=""):
        """Set another person's password; for one's own there is a page that asks for the old."""
        if str(request.user.pk) == id:
            return redirect("account_change_password")
        return super().user_change_password(request, id, form_url)

    def save_model(self, request, obj, form, change):
        """Save a person; tell the former address of one that staff have changed."""
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            address_changed_by_staff(user=obj, former=form.initial["email"])

    @admin.display(description=_("二段階認証"), boolean=True)
    def second_factor(self, user: User) -> bool:
        return user.has_second_factor  # type: ignore[attr-defined]  # of `get_queryset`

    @admin.action(
        description=_("選んだ利用者の二段階認証を解除する（本人であることを確かめてから）"),
        permissions=["remove_second_factor"],
    )
    def remove_second_factor(self, request, queryset):
        for user in queryset:
            if remove_second_factor(user=user):
                self.log_change(request, user, str(_("二段階認証を解除した")))
                text = _("%(user)sさんの二段階認証を解除しました。")
            else:
                text = _("%(user)sさんは、二段階認証を設定していません。")
            self.message_user(request, text % {"user": user})
