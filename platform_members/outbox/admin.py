"""Admin of outgoing mails."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.admin.pages import ReadOnlyAdmin
from directory.admin.question_filter import question_filter
from platform_members.models import OutgoingMail
from platform_members.models.mail import OutgoingMailQuerySet
from platform_members.outbox.posting import deliver


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    """The mails, unsent ones first; read only but for sending again."""

    list_display = ["subject", "to", "made_at", "sent_at", "last_error"]
    list_filter = [
        question_filter(
            _("送信"), "sent", _("まだ送れていない"), OutgoingMailQuerySet.unsent, value="no"
        )
    ]
    search_fields = ["to", "subject"]
    actions = ["send_again"]
    readonly_fields = (
        "subject",
        "to",
        "body",
        "made_at",
        "sent_at",
        "attempts",
        "next_attempt_at",
        "last_error",
    )
    fields = readonly_fields

    @admin.display(description=_("本文"))
    def body(self, mail: OutgoingMail) -> str | Promise:
        if mail.confidential:
            return _("本人だけが使うリンクが入っているため、本文は表示しません。")
        return mail.text

    @admin.action(
        description=_("選んだメールのうち、まだ送れていないものをもう一度送る"),
        permissions=["change"],
    )
    def send_again(self, request, queryset):
        """Try at once, also what had been given up."""
        outcomes = []
        for mail in queryset.unsent():
            mail.try_again(at=timezone.now())
            mail.save(update_fields=["next_attempt_at"])
            outcomes.append(deliver(mail.pk))
        sent, failed = outcomes.count(True), outcomes.count(False)
        if not sent + failed:
            text = _("まだ送れていないメールは、選んだものの中にありません。")
        else:
            text = _("%(sent)d通を送りました。送れなかったもの：%(failed)d通。")
            text %= {"sent": sent, "failed": failed}
        level = messages.SUCCESS if sent and not failed else messages.WARNING
        self.message_user(request, text, level)
