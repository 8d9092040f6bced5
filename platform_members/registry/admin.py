"""Admin of organisations and their listings."""

from django import forms
from django.contrib import admin
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.admin.out_of_use import KeepsReferenced
from directory.admin.question_filter import question_filter
from directory.admin.readers import NotesForClerks
from directory.admin.revisions import RevisionCheck
from directory.admin.rows import Rows
from directory.admin.versions import Versions
from directory.concurrency import RevisedForm
from platform_members.models import Listing, Organisation
from platform_members.registry.people_admin import PeoplePages


class ConfirmsOther(forms.Form):
    """Form that asks, for a name similar to another, whether it means another organisation."""

    confirm_other = forms.BooleanField(
        label=_("別の団体として登録する"), required=False, widget=forms.HiddenInput
    )

    def refuse_similar(self, name: str, others) -> None:
        """Add an error that shows the names that are alike, unless the clerk has compared them."""
        alike = others.similar_to(name)
        if alike:
            self.fields["confirm_other"].widget = forms.CheckboxInput()
        if alike and not self.cleaned_data.get("confirm_other"):
            text = _(
                "似た名前の団体があります：%(names)s。同じ団体でないことを確かめて、"
                "「別の団体として登録する」に印を付けてください。"
            )
            self.add_error("confirm_other", text % {"names": "、".join(alike)})


class OrganisationForm(ConfirmsOther, RevisedForm):
    """Form of an organisation, which refuses a similar name unconfirmed."""

    def clean(self):
        """A new or changed name is compared with those that there are."""
        super().clean()
        name = self.cleaned_data.get("name")
        if name and "name" in self.changed_data:
            self.refuse_similar(name, Organisation.objects.exclude(pk=self.instance.pk))


WITHOUT_EDITOR = question_filter(
    _("編集できる人"),
    "editor",
    _("いない"),
    lambda members: members.without_editor().members_on(timezone.localdate()),
    value="none",
)


class ListingInline(Rows, admin.TabularInline):
    """The windows that the organisation looks after."""

    model = Listing
    autocomplete_fields = ["window"]
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(NotesForClerks, PeoplePages, KeepsReferenced, Versions, RevisionCheck):
    """The members of the platform; their people have a page of their own."""

    form = OrganisationForm
    list_display = ["name", "kind", "role", "editors", "published", "left_on"]
    list_filter = ["kind", "role", "published", WITHOUT_EDITOR]
    search_fields = ["name", "kana"]
    inlines = [ListingInline]
    fieldsets = [
        (None, {"fields": ["name", "confirm_other", "kana", "kind", "role"]}),
        (
            _("住民が読むこと"),
            {"fields": ["activities", "areas", "small_steps", "phone", "email", "website"]},
        ),
        (
            _("事務局からの連絡先（公開されません）"),
            {"fields": ["platform_contact", "platform_email"]},
        ),
        (
            _("加入と公開"),
            {"fields": ["joined_on", "left_on", "published", "hours_need_no_review"]},
        ),
        (_("職員のための記録"), {"fields": ["note"]}),
    ]

    def get_queryset(self, request):
        can_edit = Q(memberships__role="editor", memberships__user__is_active=True)
        counted = Count("memberships", filter=can_edit)
        return super().get_queryset(request).annotate(editor_count=counted)

    @admin.display(description=_("編集できる人"), ordering="editor_count")
    def editors(self, organisation: Organisation) -> int:
        return organisation.editor_count  # type: ignore[attr-defined]  # of `get_queryset`

    def save_formset(self, request, form, formset, change):
        """Save listings with the person who made them."""
        for inline in formset.forms:
            if inline.instance.pk is None:
                inline.instance.made_by = request.user
        super().save_formset(request, form, formset, change)

    def view_on_site(self, organisation: Organisation) -> str | None:
        """Address of the public page; None for an organisation without one."""
        return organisation.get_absolute_url() if organisation.is_public else None
