"""Admin of applications to join."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.admin.pages import ReadOnlyAdmin, admin_page, admin_path
from directory.resubmission import NotTaken
from platform_members.joining.actions import AlreadyDecided, accept_application, decline_application
from platform_members.models import MembershipApplication, Organisation
from platform_members.outbox import mails_written, what_became_of
from platform_members.registry.admin import ConfirmsOther


class DecisionForm(ConfirmsOther):
    """Form of a decision: accept, or decline with a reason."""

    decision = forms.ChoiceField(
        label=_("決定"),
        choices=[("accept", _("承認する")), ("decline", _("見送る"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("見送りの理由"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60}),
        help_text=_("見送るときに書きます。そのまま、申し込んだ方へのメールに載ります。"),
    )
    field_order = ["decision", "reason", "confirm_other"]

    def __init__(self, *args, application: MembershipApplication, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = application

    def clean(self):
        """A reason goes with a refusal alone; a similar organisation has to be seen first."""
        super().clean()
        if self.cleaned_data.get("decision") == "accept":
            self.refuse_similar(self.application.name, Organisation.objects.all())
            if self.cleaned_data.get("reason"):
                self.add_error("reason", _("承認するときは使われません。消してください。"))
        elif not self.cleaned_data.get("reason"):
            self.add_error("reason", _("見送る理由を書いてください。"))


@admin.register(MembershipApplication)
class MembershipApplicationAdmin(ReadOnlyAdmin):
    """The applications: read as they came, decided on a page of their own."""

    typed_into = (DecisionForm,)
    list_display = ["name", "kind", "status", "made_at", "decided_at", "decided_by"]
    list_filter = ["status", "kind"]
    search_fields = ["name", "kana"]
    change_form_template = "admin/platform_members/membershipapplication/change_form.html"

    def get_fields(self, request, obj=None):
        return [field.name for field in self.opts.fields if field.name != "id"]

    def get_readonly_fields(self, request, obj=None):
        """All fields: an application is never rewritten."""
        return self.get_fields(request, obj)

    def get_urls(self):
        name = "platform_members_membershipapplication_decide"
        page = admin_path(self, "<int:number>/decide/", self.decide, name)
        return [page, *super().get_urls()]

    def decide(self, request, number):
        """Accept, or decline with a reason."""
        application = get_object_or_404(MembershipApplication, pk=number)
        if not self.has_change_permission(request, application):
            raise PermissionDenied
        form = DecisionForm(request.POST or None, application=application)
        if request.method == "POST" and form.is_valid():
            try:
                return self._decided(request, application, form.cleaned_data)
            except AlreadyDecided as error:
                text = _("この申し込みは、ほかの職員がもう決めています。")
                page = "admin:platform_members_membershipapplication_change"
                raise NotTaken(text, reverse(page, args=[number])) from error
            except ValidationError as error:
                form.add_error(None, error.messages)
        context = {
            "subtitle": application,
            "original": application,
            "application": application,
            "form": form,
        }
        template = "platform_members/membershipapplication/decide"
        return admin_page(self, request, template, _("加入の申し込みを決める"), **context)

    def _decided(self, request, application, decision):
        if decision["decision"] == "decline":
            with mails_written() as mails:
                decline_application(
                    application=application, reason=decision["reason"], by=request.user
                )
            self.log_change(request, application, str(_("見送った")))
            text = _("見送りました。%s") % what_became_of(mails)
            self.message_user(request, text, messages.SUCCESS)
            return redirect("admin:platform_members_membershipapplication_changelist")
        with mails_written() as mails:
            organisation = accept_application(application=application, by=request.user)
        self.log_change(request, application, str(_("承認した")))
        text = _("団体をつくりました。%s内容を確かめてから公開してください。")
        text %= what_became_of(mails)
        self.message_user(request, text, messages.SUCCESS)
        return redirect("admin:platform_members_organisation_change", organisation.pk)
