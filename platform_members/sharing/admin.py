"""Admin of other portals: name one, fetch its list, choose its windows."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.admin.out_of_use import InUseFilter, OutOfUse
from directory.admin.pages import admin_page, admin_path
from directory.admin.revisions import RevisionCheck
from directory.admin.versions import Versions
from platform_members.models import SubscribedWindow, Subscription
from platform_members.sharing.choosing import ChoiceRefused, choose, fetch_list
from platform_members.sharing.forms import ChoiceForm, SubscriptionForm
from platform_members.sharing.nightly import UnderWay
from platform_members.sharing.offered import all_rows, look_up
from platform_members.sharing.receiving import receive

ROWS_A_PAGE = 50
PAGE = "platform_members_subscription_windows"


@admin.register(Subscription)
class SubscriptionAdmin(OutOfUse, Versions, RevisionCheck):
    """Other portals whose windows are taken over."""

    form = SubscriptionForm
    change_form_template = "admin/platform_members/subscription/change_form.html"
    own_rows = frozenset({"platform_members.subscribedwindow"})
    list_display = ["name", "address", "organisation", "answered_at", "fault", "windows_told"]
    list_filter = [InUseFilter]
    list_select_related = ["organisation"]
    search_fields = ["name", "address"]
    autocomplete_fields = ["organisation"]
    readonly_fields = ["answered_at", "fault"]
    fieldsets = [
        (None, {"fields": ["name", "address", "organisation", "trusted"]}),
        (gettext_lazy("先方の返事"), {"fields": ["answered_at", "fault"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_counts()

    @admin.display(description=gettext_lazy("受け取る窓口"))
    def windows_told(self, subscription: Subscription) -> str:
        """How many are chosen, and how many of them could not be taken last."""
        counts = {"chosen": subscription.chosen_count, "faulty": subscription.faulty_count}  # type: ignore[attr-defined]  # of `with_counts`
        if not counts["faulty"]:
            return _("%(chosen)d件") % counts
        return _("%(chosen)d件（うち%(faulty)d件は受け取れていません）") % counts

    def get_readonly_fields(self, request, obj=None):
        """Address and organisation too, once it is there: its windows are owned by them."""
        lasting = ["address", "organisation"] if obj else []
        return [*super().get_readonly_fields(request, obj), *lasting]

    def get_urls(self):
        page = admin_path(self, "<int:number>/windows/", self.windows_view, PAGE)
        return [page, *super().get_urls()]

    def windows_view(self, request, number):
        """Page of the windows that a portal offers; its list is fetched by a button."""
        subscription = get_object_or_404(Subscription, pk=number)
        if not self.has_change_permission(request, subscription):
            raise PermissionDenied
        if request.method == "POST" and "fetch" in request.POST:
            self._fetch(request, subscription)
            return redirect(_address(subscription))
        if request.method == "POST" and "receive" in request.POST:
            self._receive(request, subscription)
            return redirect(_address(subscription))
        page = Paginator(all_rows(subscription), ROWS_A_PAGE).get_page(request.GET.get("page"))
        look_up(page.object_list)
        form = ChoiceForm(request.POST or None, rows=page.object_list)
        if form.is_valid() and self._choose(request, subscription, form):
            return redirect(f"{_address(subscription)}?page={page.number}")
        context = {
            "original": subscription,
            "subscription": subscription,
            "page": page,
            "form": form,
            "may_receive": SubscribedWindow.objects.chosen().of(subscription).exists(),
            "lines": list(form.lines(page.object_list)),
        }
        template = "platform_members/subscription/windows"
        return admin_page(self, request, template, _("窓口を選ぶ"), **context)

    def _fetch(self, request, subscription: Subscription) -> None:
        fault = fetch_list(subscription=subscription, now=timezone.now())
        if fault:
            text = _("一覧を取り寄せられませんでした。%s") % fault
            self.message_user(request, text, messages.WARNING)
        else:
            self.message_user(request, _("一覧を取り寄せました。"), messages.SUCCESS)

    def _receive(self, request, subscription: Subscription) -> None:
        """Ask for the chosen windows now, as the night does; say what came of it."""
        try:
            found = receive(subscription)
        except UnderWay:
            text = _("いま、ほかの人か夜の仕事が受け取っています。少し待って、開き直してください。")
            self.message_user(request, text, messages.WARNING)
            return
        level = messages.WARNING if found.is_incomplete else messages.SUCCESS
        self.message_user(request, found.told, level)

    def _choose(self, request, subscription: Subscription, form: ChoiceForm) -> bool:
        try:
            new = choose(
                subscription=subscription, choices=form.choices, left=form.left, by=request.user
            )
        except ChoiceRefused as refusal:
            form.add_error(None, str(refusal))
            return False
        self.log_change(request, subscription, _("受け取る窓口を選んだ。"))
        text = _(
            "保存しました。新しく受け取る窓口は%d件です。"
            "内容は次の夜か「いま受け取る」で届き、変更案になります。"
        )
        self.message_user(request, text % new, messages.SUCCESS)
        return True


def _address(subscription: Subscription) -> str:
    return reverse(f"admin:{PAGE}", args=[subscription.pk])
