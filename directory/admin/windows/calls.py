"""Confirming windows by telephone: list, call sheet, one window after the other."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.admin.pages import admin_page, admin_path
from directory.admin.windows import call_facts, call_queue
from directory.admin.windows.change_page import WindowChangePage
from directory.admin.windows.conflicts import merged, questions
from directory.admin.windows.typed import Typed
from directory.changes import (
    ChangedMeanwhile,
    confirm_with_corrections,
    take_back_confirmation,
)
from directory.facts.diff import changed_names
from directory.facts.snapshot import facts_of
from directory.fields import longest_of
from directory.forms import PlainTextField
from directory.hindrances import hindrances
from directory.models import Call, Category, Window, WindowVersion
from directory.open_now.page_state import show_states
from directory.text.numbers import whole_number

FIELDS = [fact.name for fact in call_facts.ASKED if not fact.row]


class CallNoteForm(forms.Form):
    """Form of a call: what the clerk wants to remember of it."""

    call_note = PlainTextField(
        label=gettext_lazy("電話のメモ"),
        required=False,
        max_length=longest_of(Call, "note"),
        widget=forms.TextInput(attrs={"size": 40, "autocomplete": "off"}),
        help_text=gettext_lazy("相手の方の名前など。履歴に残ります。公開されません。"),
    )


class CallPages(WindowChangePage):
    """Pages of the windows' admin for confirming by telephone.

    Opening a page takes nothing: a window is taken in hand by the button that leads to it.
    """

    def get_urls(self):
        return [
            admin_path(self, "calls/", self.calls, "directory_window_calls"),
            admin_path(self, "calls/sheet/", self.call_sheet, "directory_window_call_sheet"),
            admin_path(self, "<int:number>/call/", self.call, "directory_window_call"),
            admin_path(
                self, "<int:number>/call/undo/", self.call_undo, "directory_window_call_undo"
            ),
            *super().get_urls(),
        ]

    def calls(self, request):
        """List of the windows to ring, the most urgent first; a POST takes one of them in hand."""
        self._may_confirm(request)
        if request.method == "POST":
            return self._begin(request)
        context = self._queue(request) | {"done": self._done(request)}
        title = _("電話で確かめる")
        return admin_page(self, request, "directory/window/calls", title, **context)

    def call_sheet(self, request):
        """The list on paper, with boxes to tick and lines to write on."""
        self._may_confirm(request)
        context, names = self._queue(request), Category.objects.names_by_slug()
        for window in context["windows"]:
            window.asked = call_facts.asked_facts(window, names)
        title = _("電話で確かめる紙")
        return admin_page(self, request, "directory/window/call_sheet", title, **context)

    def call(self, request, number):
        """One window to ring; a POST records the answer and goes on to the next."""
        self._may_confirm(request)
        if request.method != "POST":
            window = self._window_to_ring(number)
            return self._call_page(request, window, self._typed_at_telephone(request, window))
        with transaction.atomic():
            Window.objects.get_for_update(number)
            recorded = self._answer_call(request, self._window_to_ring(number))
        # Not within: two clerks would wait for each other's windows.
        return self._go_on(request, **recorded) if isinstance(recorded, dict) else recorded

    def call_undo(self, request, number):
        """Take back what was just recorded, and stand before the window again."""
        self._may_confirm(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        window = self._window_to_ring(number)
        version, missed = self._recorded(request, request.POST)
        if window not in (getattr(version, "window", None), getattr(missed, "window", None)):
            raise Http404
        try:
            if version:
                take_back_confirmation(version=version, by=request.user)
                self.log_change(request, window, _("電話での確認を元に戻した。"))
            elif missed:
                missed.delete()
        except ChangedMeanwhile:
            text = _("「%s」は、そのあとに変わったので、ここからは戻せません。履歴から戻せます。")
            self.message_user(request, text % window, messages.WARNING)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
        else:
            self.message_user(request, _("元に戻しました：%s") % window, messages.SUCCESS)
            call_queue.take(window=window, by=request.user)
        return redirect("admin:directory_window_call", window.pk)

    # What an answer does

    def _begin(self, request):
        """Take the chosen window in hand, or the most urgent one."""
        number = whole_number(request.POST.get("window"))
        if number is None:
            return self._go_on(request)
        window = self._window_to_ring(number)
        if call_queue.take(window=window, by=request.user) is None:
            text = _("「%s」には、ほかの人が電話をかけています。")
            self.message_user(request, text % window, messages.WARNING)
            return redirect("admin:directory_window_calls")
        return redirect("admin:directory_window_call", number)

    def _answer_call(self, request, window: Window):
        """What was recorded, by the name of its number; or the page that says why nothing was."""
        typed, note = self._typed_at_telephone(request, window), CallNoteForm(request.POST)
        answer = request.POST.get("answer")
        if answer not in ("confirmed", "nobody") or not note.is_valid():
            return self._call_page(request, window, typed, note)
        record = self._confirm if answer == "confirmed" else self._nobody
        return record(request, window, typed, note)

    def _nobody(self, request, window: Window, typed: Typed, note: CallNoteForm):
        """Put the window off; corrections that were typed all the same are not thrown away."""
        if typed.form.has_changed() or any(each.has_changed() for each in typed.formsets):
            fault = _(
                "内容を直してあります。確かめたときは「確かめた」を押します。"
                "出なかったときは、直したところを元に戻してから押してください。"
            )
            return self._call_page(request, window, typed, note, faults=[fault])
        note_text = note.cleaned_data["call_note"]
        call = call_queue.put_off(window=window, by=request.user, note=note_text)
        return {"missed": call.pk}

    def _confirm(self, request, window: Window, typed: Typed, note: CallNoteForm):
        """Record that the window was asked, with what it has corrected."""
        if not typed.is_sound():
            return self._call_page(request, window, typed, note)
        if hindrance := hindrances([window]).get(window.pk):
            return self._call_page(request, window, typed, note, faults=[hindrance])
        facts = dict(facts_of(typed.window()))
        before, latest = self._before_and_latest(window, request.POST.get("opened_from"))
        asked = questions(before.facts, latest.facts, facts, request.POST) if latest else []
        seen = latest and request.POST.get("seen") == str(latest.pk)
        if asked and not (seen and all(each.chosen for each in asked)):
            faults = [_("どちらの内容を残すか、すべての欄で選んでください。")] if seen else []
            return self._ask_which(request, window, latest, asked, faults)
        facts = merged(facts, latest.facts, asked) if latest else facts
        if not asked and (confirmation := self._confirmed_meanwhile(request, window)):
            return self._second(request, window, typed, note, facts, confirmation)
        return self._record(request, window, typed, note, facts)

    def _second(self, request, window: Window, typed, note, facts: dict, confirmation):
        """Tell the second of two clerks; with corrections, before these are saved."""
        words = {"who": confirmation.made_by or _("ポータル"), "window": window}
        if changed_names(facts_of(window), facts):
            text = _(
                "%(who)sが先に確かめました。あなたが直したところは、まだ保存していません。"
                "下を見て、よければもう一度「確かめた」を押してください。"
            )
            newest = {"faults": [text % words], "opened_from": confirmation.pk}
            return self._call_page(request, window, typed, note, **newest)
        if confirmation.made_by != request.user:  # else a second click
            text = _("「%(window)s」は、%(who)sが先に確かめました。あなたの分は重ねていません。")
            self.message_user(request, text % words, messages.WARNING)
        call_queue.lay_down(window=window, by=request.user)
        return {}

    def _record(self, request, window: Window, typed, note, facts: dict):
        note_text = note.cleaned_data["call_note"]
        comment = _("電話で確かめた。%s") % note_text
        try:
            version = confirm_with_corrections(
                window=self._window_to_ring(window.pk),
                facts=facts,
                by=request.user,
                comment=comment,
            )
        except ValidationError as error:
            typed.form.add_error(None, error.messages)
            return self._call_page(request, window, typed, note)
        self.log_change(request, window, comment)
        call_queue.lay_down(window=window, by=request.user)
        return {"version": version.pk}

    def _confirmed_meanwhile(self, request, window: Window) -> WindowVersion | None:
        """The confirmation that this page has not shown yet."""
        opened = whole_number(request.POST.get("opened_from"))
        latest = WindowVersion.objects.latest_confirmations([window]).get(window.pk)
        if opened is None or latest is None or latest.pk <= opened:
            return None
        return latest if latest.how == WindowVersion.How.VERIFIED else None

    def _go_on(self, request, **done):
        """Redirect to the next window, in hand now; to the list where none is left."""
        window = call_queue.take_next(by=request.user)
        address = reverse("admin:directory_window_calls")
        if window:
            address = reverse("admin:directory_window_call", args=[window.pk])
        return redirect(f"{address}?{urlencode(done)}" if done else address)

    # Pages

    def _call_page(self, request, window, typed, note=None, *, faults=(), opened_from=None):
        """The page of one window, with what was typed where it could not be taken."""
        now = timezone.now()
        show_states([window], now)
        versions = call_facts.versions_of(window)
        tables = self.get_inline_formsets(request, typed.formsets, typed.inlines, window)
        names = Category.objects.names_by_slug()
        asked = call_facts.asked_facts(window, names, versions, typed.form, tables)
        newest = versions[0].pk if versions else ""
        faults = [*faults, *call_facts.errors_elsewhere(typed)]
        context = self._left(request, now) | {
            "subtitle": window.name_with_status,
            "original": window,
            "window": window,
            "reasons": call_queue.reasons(window, call_queue.windows_in_danger_notice()),
            "asked": [each for each in asked if each.value or each.is_open],
            "unknown": [each for each in asked if not (each.value or each.is_open)],
            "other_doubts": call_facts.other_doubts(window),
            "hindrance": hindrances([window]).get(window.pk, ""),
            "missed": Call.objects.about(window).unanswered()[:5],
            "colleague": call_queue.in_hand_of_another(window, by=request.user),
            "note": note or CallNoteForm(),
            "opened_from": opened_from or request.POST.get("opened_from", newest),
            "faults": faults,
            "has_errors": bool(faults) or any(each.has_errors for each in asked),
            "done": self._done(request),
            "media": sum((table.media for table in tables), self.media + typed.form.media),
        }
        title = _("電話で確かめる")
        return admin_page(self, request, "directory/window/call", title, **context)

    def _typed_at_telephone(self, request, window: Window) -> Typed:
        """What is asked, read by admin's own form and its tables of rows."""
        return self._typed(request, self._window_to_ring(window.pk), fields=FIELDS)

    def _queue(self, request) -> dict:
        now, dangers = timezone.now(), call_queue.windows_in_danger_notice()
        windows = call_queue.queue(now=now, by=request.user)
        show_states(windows, now)
        for window in windows:
            why = call_queue.reasons(window, dangers)
            window.why = why  # type: ignore[attr-defined]  # read by templates only
        return self._left(request, now) | {
            "windows": windows,
            "now": now,
            "without_telephone": f"{reverse('admin:directory_window_changelist')}"
            "?status=published&phone_missing=yes",
        }

    def _left(self, request, now) -> dict:
        left = call_queue.how_many_wait(now=now, by=request.user)
        most = call_queue.MOST_COUNTED
        return {"left": min(left, most), "has_more": left > most}

    def _done(self, request) -> dict | None:
        """What this person has just recorded, as the address tells, and can take back."""
        version, missed = self._recorded(request, request.GET)
        if version:
            return {"version": version.pk, "window": version.window}
        if missed:
            return {"missed": missed.pk, "window": missed.window, "again_at": missed.again_at}
        return None

    def _recorded(self, request, sent) -> tuple[WindowVersion | None, Call | None]:
        """The confirmation, or the call without an answer, that this person has recorded."""
        version, missed = whole_number(sent.get("version")), whole_number(sent.get("missed"))
        by, calls = request.user, Call.objects.unanswered()
        return (
            WindowVersion.objects.made_by_person(version, by) if version else None,
            calls.made_by_person(missed, by) if missed else None,
        )

    def _may_confirm(self, request) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _window_to_ring(self, number: int) -> Window:
        """Window with all that the page shows; 404 for one that residents do not see."""
        window = Window.objects.published().for_reading().filter(pk=number).first()
        if window is None:
            raise Http404
        return window
