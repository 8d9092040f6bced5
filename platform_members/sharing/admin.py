"""Admin of other portals: name one, fetch its list, choose its windows."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import tasks
from directory.admin.out_of_use import InUseFilter, OutOfUse
from directory.admin.pages import admin_page, admin_path
from directory.admin.revisions import RevisionCheck
from directory.admin.tasks import refreshing, watched
from directory.admin.versions import Versions
from platform_members.models import SubscribedWindow, Subscription
from platform_members.sharing.choosing import ChoiceRefused, choose
from platform_members.sharing.forms import ChoiceForm, SubscriptionForm
from platform_members.sharing.offered import all_rows, look_up
from platform_members.sharing.receiving import LIST, RECEIVE

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
        for name, kind in (("fetch", LIST), ("receive", RECEIVE)):
            if request.method == "POST" and name in request.POST:
                tasks.begin(kind, about=subscription.pk, by=request.user)
                return redirect(_address(subscription))
        asked = [each for kind in (LIST, RECEIVE) if (each := tasks.newest(kind, subscription.pk))]
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
            "tasks": [watched(each, request.user) for each in asked],
        }
        template = "platform_members/subscription/windows"
        response = admin_page(self, request, template, _("窓口を選ぶ"), **context)
        return refreshing(response, asked)

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
