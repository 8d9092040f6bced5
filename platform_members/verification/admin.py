"""Admin of verification requests."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from directory.admin.pages import ReadOnlyAdmin, admin_page, admin_path, of_chosen
from platform_members.models import VerificationRequest
from platform_members.outbox import mails_written, what_became_of
from platform_members.verification.actions import NoRecipient, ask_again, mark_bounced, mark_handled
from platform_members.verification.due import windows_without_recipient

WINDOWS_PER_PAGE = 100
LETTERS_IN_LIST = 40


class StateFilter(admin.SimpleListFilter):
    """Filter of requests by their state."""

    title = _("返事")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("staff", _("職員の対応待ち（変更あり・届かない）")),
            ("waiting", _("返事待ち")),
            ("unanswered", _("返事なし（期限切れ）")),
            ("confirmed", _("変更なし")),
            ("changes", _("変更あり")),
            ("bounced", _("届かない")),
            ("withdrawn", _("取り消し")),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        match self.value():
            case None:
                return queryset
            case "staff":
                return queryset.needing_staff()
            case "waiting":
                return queryset.waiting_at(now)
            case "unanswered":
                return queryset.unanswered_at(now)
            case status:
                return queryset.in_status(status)


@admin.register(VerificationRequest)
class VerificationRequestAdmin(ReadOnlyAdmin):
    """The requests, those that need a clerk first; read only but for what a clerk does."""

    list_display = ["window", "state", "told", "asked_at", "answered_at", "handled_at"]
    list_filter = [StateFilter]
    list_select_related = ["window", "mail"]
    search_fields = ["window__subject", "window__name", "email"]
    ordering = VerificationRequest.CLERKS_ORDER
    actions = ["handled", "bounced", "send_again"]
    readonly_fields = (
        "window",
        "state",
        "message",
        "answered_at",
        "email",
        "asked_at",
        "asked_by",
        "sent_at",
        "mail",
        "expires_at",
        "closed_at",
        "closed_by",
        "handled_at",
        "handled_by",
    )
    fields = readonly_fields

    def has_delete_permission(self, request, obj=None):
        """The record of what was asked and answered stays as long as its window."""
        return False

    def get_urls(self):
        name = "platform_members_verificationrequest_nobody_to_ask"
        page = admin_path(self, "nobody-to-ask/", self.nobody_to_ask, name)
        return [page, *super().get_urls()]

    @admin.display(description=_("状態"))
    def state(self, asked: VerificationRequest) -> str | Promise:
        if asked.status == asked.Status.SENT and asked.mail and asked.mail.sent_at is None:
            return _("まだ送れていない")
        return _("返事なし") if asked.is_expired(timezone.now()) else asked.get_status_display()

    @admin.display(description=_("送信日時"))
    def sent_at(self, asked: VerificationRequest) -> str:
        if not (asked.mail and asked.mail.sent_at):
            return ""
        return date_format(timezone.localtime(asked.mail.sent_at), "DATETIME_FORMAT")

    @admin.display(description=_("変更の内容"))
    def told(self, asked: VerificationRequest) -> str:
        return Truncator(asked.message).chars(LETTERS_IN_LIST)

    @admin.action(
        description=_("選んだもののうち、変更あり・届かないものを「対応した」とする"),
        permissions=["change"],
    )
    def handled(self, request, queryset):
        """Action: requests handled by a clerk."""
        chosen = queryset.count()
        handled = mark_handled(requests=queryset, by=request.user)
        self._tell(request, handled, chosen, _("「対応した」としました。"))

    @admin.action(
        description=_("選んだもののうち、返事のないものを「届かない」とする"),
        permissions=["change"],
    )
    def bounced(self, request, queryset):
        """Action: requests whose mail came back."""
        chosen = list(queryset)
        came_back = [each for each in chosen if mark_bounced(request=each, by=request.user)]
        self._tell(request, came_back, len(chosen), _("「届かない」としました。"))

    @admin.action(
        description=_("選んだものの窓口へ、新しいリンクを送り直す"), permissions=["change"]
    )
    def send_again(self, request, queryset):
        """Action: new requests, one for each window."""
        newest = {each.window_id: each for each in queryset.order_by("asked_at")}
        sent = []
        for each in newest.values():
            try:
                with mails_written() as mails:
                    sent += ask_again(request=each, by=request.user)
                self.message_user(
                    request, f"「{each.window}」：{what_became_of(mails)}", messages.SUCCESS
                )
            except NoRecipient:
                text = _("「%(window)s」は、公開中でないか、宛先がないので送れません。")
                self.message_user(request, text % {"window": each.window}, messages.WARNING)
        for each in sent:
            self.log_change(request, each, str(_("新しいリンクを送った。")))

    def nobody_to_ask(self, request):
        """Page of the windows that are due and have no address."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        windows = windows_without_recipient(timezone.now())
        page = Paginator(windows, WINDOWS_PER_PAGE).get_page(request.GET.get("page"))
        template = "platform_members/verificationrequest/nobody_to_ask"
        return admin_page(self, request, template, _("宛先がないので送れない窓口"), page=page)

    def _tell(self, request, those, chosen: int, done):
        """Say how many of the chosen were moved, and write it into admin's own log."""
        for each in those:
            self.log_change(request, each, str(done))
        if those:
            counted = of_chosen(len(those), chosen)
            text = _("%(counted)sを%(done)s") % {"counted": counted, "done": done}
            self.message_user(request, text, messages.SUCCESS)
        else:
            self.message_user(request, _("あてはまるものはありませんでした。"), messages.WARNING)
