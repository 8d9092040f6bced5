"""Where clerks keep the directory."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from directory.models import Category, Phone, Window
from directory.search_admin import KeepsSearchUpToDate

admin.site.site_header = admin.site.site_title = f"{settings.SITE_TITLE} 管理"
admin.site.index_title = _("はじめに")


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    """The eight categories; rarely touched."""

    list_display = ["name", "slug", "order", "mark"]


class PhoneFormSet(forms.BaseInlineFormSet):
    """The numbers of one window, each only once."""

    def clean(self):
        """Refuse the same number twice, however it is written, beside the second one."""
        super().clean()
        seen = set()
        for form in self.forms:
            if form in self.deleted_forms or not form.instance.dialled:
                continue
            number = (form.instance.kind, form.instance.dialled)
            if number in seen:
                form.add_error("printed", ValidationError(_("同じ番号が2回入っています。")))
            seen.add(number)


class PhoneInline(admin.TabularInline):
    """The numbers of a window, below its other facts."""

    model = Phone
    formset = PhoneFormSet
    fields = ["kind", "label", "printed", "order"]
    extra = 1


@admin.register(Window)
class WindowAdmin(KeepsSearchUpToDate, admin.ModelAdmin):
    """The windows: facts in the form, publishing by explicit actions."""

    list_display = ["subject", "name", "status", "category_names", "printed_hours", "verified_on"]
    list_filter = ["status", "categories", "reservation", "urgent", "confidential_location"]
    search_fields = ["subject", "name", "kana", "provider", "phones__printed", "phones__dialled"]
    filter_horizontal = ["categories"]
    inlines = [PhoneInline]
    actions = ["publish", "suspend", "retire"]
    save_as = True
    readonly_fields = ["status", "published_at", "updated_at", "verified_on", "verified_by"]
    fieldsets = [
        (
            _("相談内容"),
            {
                "fields": [
                    "subject",
                    "name",
                    "kana",
                    "categories",
                    "description",
                    "eligibility",
                    "cost",
                ]
            },
        ),
        (_("連絡先"), {"fields": ["provider", "channels", "languages", "website", "email"]}),
        (_("受付日時"), {"fields": ["printed_hours", "reservation", "urgent"]}),
        (
            _("場所"),
            {
                "fields": [
                    "address",
                    "place_note",
                    "confidential_location",
                    "latitude",
                    "longitude",
                ]
            },
        ),
        (
            _("公開"),
            {
                "fields": [
                    "order",
                    "status",
                    "published_at",
                    "updated_at",
                    "verified_on",
                    "verified_by",
                ]
            },
        ),
        (_("職員のための記録"), {"fields": ["note", "source", "source_date"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("categories")

    @admin.display(description=_("分野"))
    def category_names(self, window: Window) -> str:
        return "、".join(category.name for category in window.categories.all())

    def view_on_site(self, window: Window) -> str | None:
        """A window that residents cannot see has no public page to look at."""
        return window.get_absolute_url() if window.status == Window.Status.PUBLISHED else None

    @admin.action(description=_("選んだ窓口を公開する"), permissions=["change"])
    def publish(self, request, queryset):
        self._move(request, queryset, Window.publish, _("公開しました。"))

    @admin.action(
        description=_("選んだ窓口を休止する（住民に見えなくなります）"), permissions=["change"]
    )
    def suspend(self, request, queryset):
        self._move(request, queryset, Window.suspend, _("休止しました。"))

    @admin.action(description=_("選んだ窓口を廃止する（記録は残ります）"), permissions=["change"])
    def retire(self, request, queryset):
        self._move(request, queryset, Window.retire, _("廃止しました。"))

    def _move(self, request, queryset, move, done):
        """Move each window to another status; say which ones could not be moved."""
        moved = 0
        for window in queryset.select_for_update():
            try:
                move(window, at=timezone.now())
            except ValueError:
                self.message_user(
                    request,
                    _("「%(window)s」は、公開中ではないので休止できません。") % {"window": window},
                    messages.WARNING,
                )
            else:
                window.save()
                self.log_change(request, window, str(done))
                moved += 1
        if moved:
            text = ngettext("%(count)d件を%(done)s", "%(count)d件を%(done)s", moved)
            self.message_user(request, text % {"count": moved, "done": done})
