"""Admin of accounts."""

from allauth.account.admin import EmailAddress  # the import registers it
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from directory.admin.pages import admin_page, admin_path
from directory.admin.readers import without_fields
from directory.admin.revisions import RevisionCheck
from directory.concurrency import RevisedForm
from platform_members.accounts.actions import address_changed_by_staff, send_reset_link
from platform_members.accounts.colleagues import AlreadyThere, ColleagueForm, invite_colleague
from platform_members.accounts.second_factor import remove_second_factor
from platform_members.models import User
from platform_members.outbox import mails_written, what_became_of

# Its own page would show the secrets from which one-time codes are made.
admin.site.unregister(Authenticator)
# An address counts as proved by a mail that was read, not by a tick.
admin.site.unregister(EmailAddress)


class UserForm(RevisedForm, UserChangeForm):
    """Form of an existing account; its password is its owner's."""

    password = None  # type: ignore[assignment]  # as Django removes a field

    class Meta:
        model = User
        fields = "__all__"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if mark := self.fields.get("is_superuser"):
            mark.label, mark.help_text = _("管理者"), _("すべての操作ができます。")


@admin.register(User)
class UserAdmin(RevisionCheck, DjangoUserAdmin):
    """People, known by their e-mail address.

    A person cannot give rights that they do not have: not by a group, nor by the mark of an
    administrator, nor by taking over an account that may do more than theirs.
    """

    typed_into = (ColleagueForm,)
    form = UserForm
    list_display = ["name", "email", "is_staff", "is_active", "second_factor", "last_login"]
    list_filter = ["is_staff", "is_active", "groups"]
    actions = ["remove_second_factor"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    fieldsets = [
        (None, {"fields": ["email", "name"]}),
        (_("できること"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("日時"), {"fields": ["last_login", "date_joined"]}),
    ]
    # Accounts are made by invitation; Django's own form for it asks for a user name.
    add_form, add_fieldsets = form, fieldsets
    change_form_template = "admin/platform_members/user/change_form.html"

    def get_urls(self):
        page = admin_path(self, "invite/", self.invite, "platform_members_user_invite")
        return [page, *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        """The page that invites: accounts are made in no other way."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return redirect("admin:platform_members_user_invite")

    def invite(self, request):
        """Invite a colleague by mail, who sets the password."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ColleagueForm(request.POST or None, by=request.user)
        if request.method == "POST" and form.is_valid():
            try:
                with mails_written() as mails:
                    user = invite_colleague(by=request.user, **form.cleaned_data)
            except AlreadyThere:
                form.add_error("email", _("このメールアドレスは、もう登録されています。"))
            else:
                self.log_addition(request, user, _("招いた。"))
                text = _("%(user)sさんを招きました。%(mails)s")
                words = {"user": user, "mails": what_became_of(mails)}
                self.message_user(request, text % words, messages.SUCCESS)
                return redirect("admin:platform_members_user_changelist")
        template, title = "platform_members/user/invite", _("同僚を招く")
        return admin_page(self, request, template, title, form=form)

    def get_fieldsets(self, request, obj=None):
        """The form; the mark of an administrator is shown to administrators."""
        shown = super().get_fieldsets(request, obj)
        hidden = () if request.user.is_superuser else ("is_superuser",)
        return without_fields(shown, hidden)

    def get_queryset(self, request):
        codes = Authenticator.Type.RECOVERY_CODES
        factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=codes)
        return super().get_queryset(request).annotate(has_second_factor=Exists(factors))

    def get_readonly_fields(self, request, obj=None):
        fields = ["last_login", "date_joined"]
        # Their own page asks for the password and proves the new address.
        return [*fields, "email"] if obj == request.user else fields

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
        """Mail a person the link for a new password; for one's own there is a page."""
        if str(request.user.pk) == id:
            return redirect("account_change_password")
        user = self.get_object(request, unquote(id))
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if request.method == "POST":
            send_reset_link(email=user.email)
            self.log_change(request, user, _("パスワードを決めるリンクを送った。"))
            text = _("%sに、パスワードを決めるリンクを送りました。")
            self.message_user(request, text % user.email, messages.SUCCESS)
            return redirect("admin:platform_members_user_change", user.pk)
        template, title = "platform_members/user/password", _("パスワードを決めるリンクを送る")
        return admin_page(self, request, template, title, original=user)

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
