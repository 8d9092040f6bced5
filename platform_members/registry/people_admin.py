"""Admin pages of an organisation's people: invite, change, remove."""

from typing import cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.admin.pages import admin_page, admin_path
from platform_members.models import Invitation, Membership, Organisation
from platform_members.outbox import mails_written, what_became_of
from platform_members.registry.actions import (
    InvitationUnusable,
    LastEditor,
    change_role,
    invite,
    remove_member,
    withdraw_invitation,
)

REMOVE = "remove"


class InvitationForm(forms.ModelForm):
    """Form of an invitation: person and role."""

    class Meta:
        model = Invitation
        fields = ["email", "role"]

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean(self):
        """Refuse an invitation to a role that the person has, or into a former member."""
        super().clean()
        if self.organisation.has_left_on(timezone.localdate()):
            raise forms.ValidationError(_("脱退した団体には招待できません。"))
        there = self.organisation.memberships.with_address(self.cleaned_data.get("email", ""))
        if there.exists():
            self.add_error(
                "email", _("この方は、すでに担当者です。できることは、下の一覧から変えられます。")
            )


class MemberForm(forms.Form):
    """Form of a membership: new role or removal, and the successor of a last editor."""

    what = forms.ChoiceField(
        label=_("どうしますか"), choices=[*Membership.Role.choices, (REMOVE, _("団体から外す"))]
    )
    successor = forms.ModelChoiceField(
        Membership.objects.none(),
        label=_("引き継ぐ人"),
        required=False,
        help_text=_("最後の編集できる人を外すときに選びます。選んだ人が編集できるようになります。"),
    )
    even_the_last = forms.BooleanField(
        label=_("編集できる人がいなくなってもかまわない"), required=False
    )

    def __init__(self, data: QueryDict | None, *, membership: Membership):
        super().__init__(data, initial={"what": membership.role})
        successor = cast(forms.ModelChoiceField, self.fields["successor"])
        successor.queryset = membership.possible_successors
        if not membership.is_last_editor:
            del self.fields["successor"], self.fields["even_the_last"]

    def apply(self, membership: Membership) -> None:
        """Do what the clerk chose. Raises LastEditor."""
        what = self.cleaned_data["what"]
        hand_over = {
            "successor": self.cleaned_data.get("successor"),
            "even_the_last": self.cleaned_data.get("even_the_last", False),
        }
        if what == REMOVE:
            remove_member(membership=membership, **hand_over)
        else:
            change_role(membership=membership, role=what, **hand_over)


class PeoplePages(admin.ModelAdmin):
    """The pages of admin about an organisation's people, under the organisation's own."""

    change_form_template = "admin/platform_members/organisation/change_form.html"

    def get_urls(self):
        pages = [
            ("people/", self.people, "people"),
            ("people/<int:member>/", self.member, "member"),
            ("invitations/<int:invitation>/", self.invitation, "invitation"),
        ]
        return [
            admin_path(
                self, f"<int:number>/{address}", view, f"platform_members_organisation_{name}"
            )
            for address, view, name in pages
        ] + super().get_urls()

    def people(self, request, number):
        """Page of the members and open invitations, with the form of an invitation."""
        organisation = self._organisation(request, number)
        form = InvitationForm(request.POST or None, organisation=organisation)
        if request.method == "POST" and form.is_valid():
            with mails_written() as mails:
                invitation = invite(organisation=organisation, by=request.user, **form.cleaned_data)
            text = _("招待しました：%s") % invitation.email
            return self._done(request, organisation, text, what_became_of(mails))
        context = {
            "form": form,
            "memberships": organisation.memberships.with_people(),
            "invitations": _open_invitations(organisation),
        }
        return self._page(request, organisation, "people", _("担当者と招待"), context)

    def member(self, request, number, member):
        """Page of one membership: change of role, removal."""
        organisation = self._organisation(request, number)
        memberships = organisation.memberships.with_people()
        membership = get_object_or_404(memberships, pk=member)
        form = MemberForm(request.POST or None, membership=membership)
        if request.method == "POST" and form.is_valid():
            try:
                form.apply(membership)
            except Membership.DoesNotExist as error:  # another clerk was faster
                raise Http404 from error
            except LastEditor:
                form.add_error(
                    None,
                    _(
                        "編集できる最後の人です。引き継ぐ人を選ぶか、いなくなってもかまわないことを"
                        "確かめて印を付けてください。"
                    ),
                )
            else:
                text = _("%(person)s：%(what)s") % {
                    "person": membership.user,
                    "what": dict(form.fields["what"].choices)[form.cleaned_data["what"]],
                }
                return self._done(request, organisation, text)
        context = {"form": form, "membership": membership}
        return self._page(request, organisation, "member", membership.user, context)

    def invitation(self, request, number, invitation):
        """Withdraw an invitation, or send a new link in its place."""
        organisation = self._organisation(request, number)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = get_object_or_404(organisation.invitations.all(), pk=invitation)
        if "again" in request.POST:
            with mails_written() as mails:
                invite(organisation=organisation, email=row.email, role=row.role, by=request.user)
            text = _("招待し直しました：%s") % row.email
            return self._done(request, organisation, text, what_became_of(mails))
        try:
            withdraw_invitation(invitation=row, by=request.user)
        except InvitationUnusable:
            text = _("この招待は、もう承諾されたか、取り消されています。")
            self.message_user(request, text, messages.WARNING)
            return _to_people(organisation)
        return self._done(request, organisation, _("招待を取り消しました：%s") % row.email)

    def _organisation(self, request, number) -> Organisation:
        """The organisation, for those who may change it."""
        organisation = get_object_or_404(Organisation, pk=number)
        if not self.has_change_permission(request, organisation):
            raise PermissionDenied
        return organisation

    def _done(self, request, organisation, text, about_mail=""):
        self.log_change(request, organisation, str(text))
        self.message_user(request, " ".join(filter(None, [text, about_mail])), messages.SUCCESS)
        return _to_people(organisation)

    def _page(self, request, organisation, name, title, context):
        context |= {
            "subtitle": organisation,
            "original": organisation,
            "organisation": organisation,
        }
        template = f"platform_members/organisation/{name}"
        return admin_page(self, request, template, title, **context)


def _to_people(organisation):
    return redirect("admin:platform_members_organisation_people", organisation.pk)


def _open_invitations(organisation):
    """The invitations without answer, each with whether its week is over."""
    now = timezone.now()
    invitations = list(organisation.invitations.open())
    for invitation in invitations:
        invitation.expired = invitation.is_expired(now)
    return invitations
