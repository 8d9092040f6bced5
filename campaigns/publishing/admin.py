"""Admin actions of publishing and withdrawing, each with a page that asks first."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.utils.translation import gettext_lazy as _

from campaigns.publishing import actions
from directory.admin.pages import admin_page


class PublishingActions(admin.ModelAdmin):
    """Actions of the list of campaigns: publish and withdraw."""

    @admin.action(
        description=_("選んだ広報の報告を公開する（だれでも読めるようになります）"),
        permissions=["change"],
    )
    def publish(self, request, queryset):
        """Publish the internal ones among the chosen campaigns, once confirmed."""
        internal = queryset.internal()
        if "apply" not in request.POST and internal.exists():
            return self._ask(request, internal, _("広報の報告を公開する"), "publish")
        published = actions.publish_campaigns(campaigns=queryset, by=request.user)
        text = _("%(count)d件の報告を公開しました。だれでも読めます：%(titles)s。")
        others = _("選んだうちの%(count)d件は、前から公開中です。")
        self._say(request, queryset, published, text, others, _("公開した"))
        return None

    @admin.action(
        description=_("選んだ広報の報告を庁内のみに戻す（住民に見えなくなります）"),
        permissions=["change"],
    )
    def withdraw(self, request, queryset):
        """Withdraw the published ones among the chosen campaigns, once confirmed."""
        public = queryset.published()
        if "apply" not in request.POST and public.exists():
            return self._ask(request, public, _("広報の報告を庁内のみに戻す"), "withdraw")
        withdrawn = actions.withdraw_campaigns(campaigns=queryset, by=request.user)
        text = _("%(count)d件の報告を庁内のみに戻しました：%(titles)s。")
        others = _("選んだうちの%(count)d件は、前から庁内のみです。")
        self._say(request, queryset, withdrawn, text, others, _("庁内のみに戻した"))
        return None

    def _ask(self, request, campaigns, title, action: str):
        """Page that asks, with what residents will see or no longer see."""
        context = {
            "campaigns": campaigns.with_results().prefetch_related("kpis"),
            "action": action,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return admin_page(self, request, "campaigns/campaign/publishing", title, **context)

    def _say(self, request, chosen, moved: list, text, others, log) -> None:
        """Messages about campaigns that were changed and those that were not; admin's log."""
        for campaign in moved:
            self.log_change(request, campaign, str(log))
        if moved:
            titles = "、".join(f"「{campaign}」" for campaign in moved)
            message = text % {"count": len(moved), "titles": titles}
            self.message_user(request, message, messages.SUCCESS)
        if left := chosen.count() - len(moved):
            level = messages.INFO if moved else messages.WARNING
            self.message_user(request, others % {"count": left}, level)
