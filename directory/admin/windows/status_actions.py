"""Actions that publish, suspend, retire and confirm windows."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from directory import changes
from directory.admin.pages import admin_page, of_chosen
from directory.forms import SuspensionForm
from directory.hindrances import hindrances
from directory.models import Window, WindowVersion
from directory.out_of_use import MAX_NAMED


class StatusActions(admin.ModelAdmin):
    """Bulk actions of the list of windows, and the same from one window's form."""

    @admin.action(
        description=_("今日確認したとする（内容を窓口に確かめたときだけ）"), permissions=["change"]
    )
    def verify(self, request, queryset):
        """Page of how old the chosen windows' facts are; a POST records that they were checked."""
        if "apply" in request.POST:
            self._verify(request, queryset)
            return None
        windows = list(queryset)
        waiting = hindrances(windows)
        for window in windows:
            window.hindrance = waiting.get(window.pk, "")
        able = [window for window in windows if not window.hindrance]
        return self._ask(request, "verify", _("今日確認したとする"), windows=windows, able=able)

    @admin.action(
        description=_("確認を取り消す（まちがえたとき。前の確認日に戻ります）"),
        permissions=["change"],
    )
    def unverify(self, request, queryset):
        """Page of the former dates; a POST takes the last confirmation of each window back."""
        if "apply" in request.POST:
            self._unverify(request, queryset)
            return None
        windows = list(queryset)
        latest = WindowVersion.objects.latest_confirmations(windows)
        for window in windows:
            window.confirmation = latest.get(window.pk)
        able = [
            each for each in windows if each.confirmation and each.confirmation.can_be_taken_back
        ]
        return self._ask(request, "unverify", _("確認を取り消す"), windows=windows, able=able)

    def _verify(self, request, queryset) -> None:
        chosen = list(queryset)
        verified = changes.verify_windows(windows=queryset, by=request.user)
        waiting = hindrances(chosen)
        for window in chosen:
            if window not in verified:
                text = _("「%(window)s」は、確認したとしていません。%(reason)s")
                reason = waiting.get(window.pk, "")
                self.message_user(
                    request, text % {"window": window, "reason": reason}, messages.WARNING
                )
        self._tell(
            request,
            verified,
            len(chosen),
            _("今日確認したものとして記録しました。「確認を取り消す」で、元に戻せます。"),
        )

    def _unverify(self, request, queryset) -> None:
        chosen = list(queryset)
        taken_back = changes.unverify_windows(windows=queryset, by=request.user)
        for window in chosen:
            if window not in taken_back:
                text = _("「%(window)s」には、取り消せる確認がありません。")
                self.message_user(request, text % {"window": window}, messages.WARNING)
        self._tell(request, taken_back, len(chosen), _("前の確認日に戻しました。"))

    def _ask(self, request, page: str, title, **context) -> TemplateResponse:
        """Page that asks before an action."""
        context["checkbox_name"] = ACTION_CHECKBOX_NAME
        return admin_page(self, request, f"directory/window/{page}", title, **context)

    @admin.action(description=_("公開する"), permissions=["change"])
    def publish(self, request, queryset):
        chosen = queryset.count()
        hidden = queryset.not_in_status(Window.Status.PUBLISHED)
        moved = self._only(request, queryset, hidden, _("%sは、もう公開しています。"))
        without = list(moved.without_category())
        published = changes.publish_windows(windows=moved, by=request.user)
        for window in without:
            text = _(
                "「%(window)s」は、分野に入っていないので公開できません。分野を選んでください。"
            )
            self.message_user(request, text % {"window": window}, messages.WARNING)
        self._tell(request, published, chosen, _("公開しました。"))

    @admin.action(
        description=_("休止する（住民には、理由と再開の日だけが見えます）"), permissions=["change"]
    )
    def suspend(self, request, queryset):
        """Page that asks for the reason; a POST suspends the published ones among the windows."""
        form = SuspensionForm(request.POST if "apply" in request.POST else None)
        if form.is_bound and form.is_valid():
            self._suspend(request, queryset, **form.cleaned_data)
            return None
        public = queryset.published()
        left_out = queryset.not_in_status(Window.Status.PUBLISHED)
        context = {"form": form, "windows": public, "left_out": left_out}
        return self._ask(request, "suspend", _("窓口を休止する"), **context)

    def _suspend(self, request, queryset, **said) -> None:
        text = _("%sは、公開中ではないので休止できません。")
        chosen = queryset.count()
        public = self._only(request, queryset, queryset.published(), text)
        suspended = changes.suspend_windows(windows=public, by=request.user, **said)
        self._tell(request, suspended, chosen, _("休止しました。"))

    @admin.action(
        description=_("廃止する…（記録は残り、また公開できます）"), permissions=["change"]
    )
    def retire(self, request, queryset):
        """Page of the windows that will not be found any more; a POST retires them."""
        living = queryset.not_in_status(Window.Status.RETIRED)
        if "apply" not in request.POST:
            left_out = queryset.with_status(Window.Status.RETIRED)
            context = {"windows": living, "left_out": left_out}
            return self._ask(request, "retire", _("窓口を廃止する"), **context)
        chosen = queryset.count()
        moved = self._only(request, queryset, living, _("%sは、もう廃止しています。"))
        retired = changes.retire_windows(windows=moved, by=request.user)
        self._tell(request, retired, chosen, _("廃止しました。"))
        return None

    def _only(self, request, chosen, movable, refusal):
        """Windows to which the action applies; one message names the others with the reason."""
        keys = set(movable.values_list("pk", flat=True))
        others = [f"「{each.name_with_status}」" for each in chosen if each.pk not in keys]
        if others:
            names = "".join(others[:MAX_NAMED])
            if len(others) > MAX_NAMED:
                names += _("ほか%d件") % (len(others) - MAX_NAMED)
            self.message_user(request, refusal % names, messages.WARNING)
        return movable

    def move_as_asked(self, request, window: Window) -> None:
        """Publish or confirm a window that was just saved, when that button was pressed."""
        this_one = Window.objects.filter(pk=window.pk)
        if "_publish" in request.POST:
            self.publish(request, this_one)
        if "_verify" in request.POST:
            self._verify(request, this_one)

    def response_change(self, request, window):
        """Suspend or retire a window that was just saved, when that button was pressed."""
        this_one = Window.objects.filter(pk=window.pk)
        for button, move in (("_suspend", self.suspend), ("_retire", self.retire)):
            if button in request.POST:
                text = _("入力した内容を保存しました。")
                self.message_user(request, text, messages.SUCCESS)
                return move(request, this_one) or redirect(
                    "admin:directory_window_change", window.pk
                )
        return super().response_change(request, window)

    def _tell(self, request, windows, chosen: int, done) -> None:
        """Say how many of the chosen windows were moved, and write it into admin's own log."""
        for window in windows:
            self.log_change(request, window, str(done))
        if windows:
            counted = of_chosen(len(windows), chosen)
            self.message_user(
                request, _("%(counted)sを%(done)s") % {"counted": counted, "done": done}
            )
