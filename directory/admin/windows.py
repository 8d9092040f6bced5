"""Where clerks keep the windows."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from directory import actions
from directory.admin.closures import ClosureActions
from directory.admin.doubts import HoursDoubtsPage
from directory.admin.exchange import ExchangePages
from directory.admin.inlines import HoursExceptionInline, HoursRuleInline, PhoneInline
from directory.admin.list_filters import OverdueFilter
from directory.admin.preview import PreviewForm, hours_preview
from directory.models import Window, WindowVersion


@admin.register(Window)
class WindowAdmin(ExchangePages, ClosureActions, HoursDoubtsPage, admin.ModelAdmin):
    """The windows: facts in the form, publishing by explicit actions."""

    list_display = ["subject", "name", "status", "category_names", "hours_text", "verified_on"]
    list_filter = [
        "status",
        OverdueFilter,
        "categories",
        "reservation",
        "urgent",
        "confidential_location",
    ]
    search_fields = ["subject", "name", "kana", "provider", "phones__printed", "phones__dialled"]
    filter_horizontal = ["categories"]
    form = PreviewForm
    inlines = [PhoneInline, HoursRuleInline, HoursExceptionInline]
    actions = [
        "verify",
        "publish",
        "suspend",
        "retire",
        "add_exception",
        *ExchangePages.export_actions,
    ]
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
        (
            _("受付日時"),
            {
                "description": _("曜日と時刻は、下の「受付日時」の表に入力します。"),
                "fields": [
                    "reservation",
                    "urgent",
                    "opens_on_holidays",
                    "closes_at_year_end",
                    "shifted_closing_days",
                    "hours_override",
                ],
            },
        ),
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
                    "verification_months",
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
        return super().get_queryset(request).prefetch_related("categories").with_hours()

    def save_related(self, request, form, formsets, change):
        """Once phones and hours are saved, let "open now", search and history know of them."""
        super().save_related(request, form, formsets, change)
        window = form.instance
        how = WindowVersion.How.EDITED if change else WindowVersion.How.CREATED
        actions.windows_saved(windows=[window], by=request.user, how=how)
        if window.urgent and not window.is_round_the_clock:
            self.message_user(
                request,
                _("「24時間・年中無休」に印がありますが、受付日時の表はそうなっていません。"),
                messages.WARNING,
            )

    def render_change_form(self, request, context, **kwargs):
        """Show what was typed as residents would read it, when the clerk asked for that."""
        if "_preview" in request.POST:
            context["hours_preview"] = hours_preview(context)
        return super().render_change_form(request, context, **kwargs)

    @admin.display(description=_("受付日時"))
    def hours_text(self, window: Window) -> str:
        if window.hours_override:
            return f"{window.printed_hours}（{_('特別な文。機械は確かめていません')}）"
        return window.printed_hours

    @admin.display(description=_("分野"))
    def category_names(self, window: Window) -> str:
        return "、".join(category.name for category in window.categories.all())

    def view_on_site(self, window: Window) -> str | None:
        """A window that residents cannot see has no public page to look at."""
        return window.get_absolute_url() if window.status == Window.Status.PUBLISHED else None

    @admin.action(
        description=_("選んだ窓口を「今日確認した」とする（内容を窓口に確かめたときだけ）"),
        permissions=["change"],
    )
    def verify(self, request, queryset):
        verified = actions.verify_windows(windows=queryset, by=request.user)
        self._tell(request, verified, _("今日確認したものとして記録しました。"))

    @admin.action(description=_("選んだ窓口を公開する"), permissions=["change"])
    def publish(self, request, queryset):
        published = actions.publish_windows(windows=queryset, by=request.user)
        self._tell(request, published, _("公開しました。"))

    @admin.action(
        description=_("選んだ窓口を休止する（住民に見えなくなります）"), permissions=["change"]
    )
    def suspend(self, request, queryset):
        chosen = list(queryset)
        suspended = actions.suspend_windows(windows=queryset, by=request.user, reason="")
        for window in chosen:
            if window not in suspended:
                self.message_user(
                    request,
                    _("「%(window)s」は、公開中ではないので休止できません。") % {"window": window},
                    messages.WARNING,
                )
        self._tell(request, suspended, _("休止しました。"))

    @admin.action(description=_("選んだ窓口を廃止する（記録は残ります）"), permissions=["change"])
    def retire(self, request, queryset):
        retired = actions.retire_windows(windows=queryset, by=request.user)
        self._tell(request, retired, _("廃止しました。"))

    def _tell(self, request, windows, done):
        """Say how many windows were moved, and write it into admin's own log."""
        for window in windows:
            self.log_change(request, window, str(done))
        if windows:
            text = _("%(count)d件を%(done)s") % {"count": len(windows), "done": done}
            self.message_user(request, text)
