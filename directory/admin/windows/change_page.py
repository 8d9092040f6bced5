"""Change page of a window: form, conflicts with other people's changes, saving."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from directory.admin.pages import admin_page
from directory.admin.windows.conflicts import merged, questions
from directory.admin.windows.hours_line import HoursLine, line_of, line_of_typed
from directory.admin.windows.layout import shown_parts
from directory.admin.windows.status_actions import StatusActions
from directory.admin.windows.typed import Typed
from directory.changes import change_windows
from directory.concurrency import CHOICE, ChangeMeanwhile
from directory.facts.diff import changed_names, label_of
from directory.facts.snapshot import facts_of
from directory.forms import Fault, faults_beside
from directory.hours_text import HoursText, in_form
from directory.models import Window, WindowVersion
from directory.open_now.page_state import coming_days, coming_exceptions, show_states
from directory.text.numbers import whole_number

NOT_TYPED = ("csrfmiddlewaretoken", "_read_hours", "_preview", "_back", "_copy", "seen")


class WindowChangePage(StatusActions):
    """Admin of one window's form; `_take` has the steps of a POST from top to bottom."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Form of a window; a repeated POST with the same `new_uid` creates one window."""
        if "_saveasnew" in request.POST:
            object_id = None
        # Read before the window itself: a change saved in between is noticed later.
        latest = object_id and WindowVersion.objects.of_window(whole_number(object_id)).first()
        carried = {
            "new_uid": _uid(request.POST.get("new_uid")),
            "opened_from": request.POST.get("opened_from", latest.pk if latest else ""),
        }
        if request.method != "POST":
            context = {"hours_text": HoursText()} | carried | (extra_context or {})
            return super().changeform_view(request, object_id, form_url, context)
        pressed, is_new = "_read_hours" in request.POST, object_id is None
        carried["hours_text"], request.POST = in_form(
            request.POST, "hours_rules", pressed=pressed, is_new=is_new
        )
        try:
            with transaction.atomic():
                return self._take(request, object_id, carried)
        except IntegrityError:
            made = Window.objects.with_uid(carried["new_uid"])
            if object_id or made is None:
                raise
        self.message_user(request, _("「%(window)s」は、もう登録されています。") % {"window": made})
        return redirect("admin:directory_window_change", made.pk)

    def _take(self, request, object_id: str | None, carried: dict):
        """Response to a POST, within the transaction that locks the window."""
        Window.objects.get_for_update(whole_number(object_id))
        window = self.get_object(request, object_id) if object_id else None
        if object_id and window is None:
            return super().changeform_view(request, object_id)
        if not self._may_save(request, window):
            raise PermissionDenied
        stored = dict(facts_of(window)) if window else {}
        typed = self._typed(request, window)
        if carried["hours_text"].is_new or not typed.is_sound() or "_back" in request.POST:
            return self._form_again(request, window, typed, carried)
        if "_preview" in request.POST:
            return self._preview(request, typed.window())
        if "_copy" in request.POST:
            return self._ask_about_copy(request, window)
        saved, facts = typed.form.instance, dict(facts_of(typed.window()))
        before, latest = self._before_and_latest(window, carried["opened_from"])
        asked = questions(before.facts, latest.facts, facts, request.POST) if latest else []
        seen = latest and request.POST.get("seen") == str(latest.pk)
        if asked and not (seen and all(each.chosen for each in asked)):
            faults = [_("どちらの内容を残すか、すべての欄で選んでください。")] if seen else []
            return self._ask_which(request, saved, latest, asked, faults)
        facts = merged(facts, latest.facts, asked) if latest else facts
        try:
            self._save(request, saved, facts, carried["new_uid"])
        except ValidationError as error:
            if asked:
                return self._ask_which(request, saved, latest, asked, error.messages)
            typed.form.add_error(None, error.messages)
            return self._form_again(request, window, typed, carried)
        if asked:
            return self._answer_choice(request, saved)
        return self._answer(request, saved, stored, facts)

    def _may_save(self, request, window: Window | None) -> bool:
        if window is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, window)

    def _typed(self, request, window: Window | None, **options) -> Typed:
        """The form as it was sent, of all fields or of `fields`; unbound where nothing was sent."""
        form_class = self.get_form(request, window, change=window is not None, **options)
        is_sent = request.method == "POST"
        form = form_class(
            request.POST if is_sent else None, request.FILES if is_sent else None, instance=window
        )
        formsets, inlines = [], []
        for formset, inline in self.get_formsets_with_inlines(request, window):
            prefix = formset.get_default_prefix()
            given = self.get_formset_kwargs(request, form.instance, inline, prefix)
            formsets.append(formset(**given))
            inlines.append(inline)
        return Typed(form, formsets, inlines)

    def _form_again(self, request, window: Window | None, typed: Typed, carried: dict):
        """Form as it was sent, with its errors; without them where it was sent to be read."""
        if carried["hours_text"].is_new:
            typed.forget_faults()
        form = AdminForm(
            typed.form,
            list(self.get_fieldsets(request, window)),  # type: ignore[arg-type]
            {},
            self.get_readonly_fields(request, window),
            model_admin=self,
        )
        inlines = self.get_inline_formsets(request, typed.formsets, typed.inlines, window)
        copying = "_saveasnew" in request.POST
        context = {
            **self.admin_site.each_context(request),
            **carried,
            "title": _("相談窓口を変更") if window else _("相談窓口を追加"),
            "subtitle": str(window) if window else None,
            "adminform": form,
            "object_id": str(window.pk) if window else None,
            "original": window,
            "is_popup": IS_POPUP_VAR in request.POST,
            "to_field": request.POST.get(TO_FIELD_VAR),
            "media": sum((inline.media for inline in inlines), self.media + form.media),
            "inline_admin_formsets": inlines,
            "errors": AdminErrorList(typed.form, typed.formsets),
            "preserved_filters": self.get_preserved_filters(request),
            "problems": [] if "_back" in request.POST else _problems(typed),
            "is_checked": "_verify" in request.POST,
        }
        adding = window is None and not copying
        return self.render_change_form(request, context, add=adding, change=not adding, obj=window)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Form with its parts in order, and the line below the hours."""
        if request.method == "POST":
            line = line_of_typed(request.POST)
        else:
            line = line_of(obj) if obj else HoursLine()
        context |= {
            "parts": list(shown_parts(context["adminform"], context["inline_admin_formsets"])),
            "line": line,
            "copying": "_saveasnew" in request.POST,
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _ask_about_copy(self, request, window: Window | None):
        """Page that says what a copy is before it is made."""
        typed = [(name, value) for name, value in _carried_along(request) if name != "_verify"]
        context = {"original": window, "typed": typed}
        return admin_page(self, request, "directory/window/copy", _("写しをつくる"), **context)

    def _preview(self, request, window: Window):
        """Preview: the window's public page, with a link back to the form."""
        now = timezone.now()
        show_states([window], now)
        context = {
            "window": window,
            "coming_days": coming_days(window, now),
            "coming_exceptions": coming_exceptions(window, now),
            "typed": _carried_along(request),
        }
        return TemplateResponse(request, "admin/directory/window/preview.html", context)

    def _before_and_latest(self, window: Window | None, opened_from):
        """Version at which the form was opened; and the newest version, None where they agree."""
        before = window and WindowVersion.objects.numbered(window, whole_number(str(opened_from)))
        latest = window and WindowVersion.objects.of_window(window.pk).first()
        if before and latest and changed_names(before.facts, latest.facts):
            return before, latest
        return None, None

    def _ask_which(
        self, request, window: Window, latest, asked: list[ChangeMeanwhile], faults: list[str]
    ):
        """Page on which a clerk chooses between typed and meanwhile saved values."""
        context = {
            "subtitle": window.name_with_status,
            "original": window,
            "latest": latest,
            "questions": asked,
            "faults": faults,
            "typed": _carried_along(request),
        }
        title = _("ほかの人が、先に保存しています")
        return admin_page(self, request, "directory/window/conflict", title, **context)

    def _save(self, request, window: Window, facts: dict, uid: UUID) -> None:
        how = WindowVersion.How.EDITED
        if window.pk is None:
            window.uid, how = uid, WindowVersion.How.CREATED
        change_windows(changes=[(window, facts)], by=request.user, how=how)

    def _answer_choice(self, request, window: Window):
        """Form with the values that a clerk has chosen."""
        self.log_change(request, window, _("ほかの人の変更と合わせて保存した。"))
        self._after_saving(request, window)
        self.message_user(request, _("選んだ内容で保存しました。"), messages.SUCCESS)
        return redirect("admin:directory_window_change", window.pk)

    def _answer(self, request, window: Window, stored: dict, facts: dict):
        """Redirect after saving, by the button that was pressed."""
        self._after_saving(request, window)
        if not stored:
            self.log_addition(request, window, [{"added": {}}])
            return self.response_add(request, window)
        labels = [label_of(name) for name in changed_names(stored, facts)]
        self.log_change(request, window, [{"changed": {"fields": labels}}] if labels else [])
        return self.response_change(request, window)

    def _after_saving(self, request, window: Window) -> None:
        """Do the rest of what the button says, and warn of doubtful values."""
        self.move_as_asked(request, window)
        window.refresh_from_db(fields=["status"])
        if window.unseen_words:
            self.message_user(request, window.unseen_words, messages.INFO)
        if address := self.get_view_on_site_url(window):
            link = format_html('<a href="{}">{}</a>', address, _("住民のページを見る"))
            self.message_user(request, link, messages.SUCCESS)
        if window.reservation == Window.Reservation.NONE != window.reservation_answer:
            text = _(
                "予約の欄は「いりません」ですが、受付日時に要予約があります。"
                "住民には「%(words)s」と表示します。"
            )
            self.message_user(request, text % {"words": window.reservation_words}, messages.WARNING)
        if window.urgent and not window.is_round_the_clock:
            text = _("「24時間・年中無休」に印がありますが、受付日時の表はそうなっていません。")
            self.message_user(request, text, messages.WARNING)


def _problems(typed: Typed) -> list[Fault]:
    """Errors of the form and its rows, for the list on top."""
    found = faults_beside(typed.form)
    for formset, inline in zip(typed.formsets, typed.inlines, strict=True):
        title = str(inline.verbose_name_plural)
        found += [Fault("", title, str(message)) for message in formset.non_form_errors()]
        for number, row in enumerate(formset.forms, start=1):
            found += faults_beside(row, f"{title} {number} ")
    return found


def _carried_along(request) -> list[tuple[str, str]]:
    """Names and values of the form, for the page between two views of it."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_TYPED and not name.startswith(CHOICE)
        for value in values
    ]


def _uid(text: str | None) -> UUID:
    """Public ID that the form has chosen for a new window; a new one where it is no ID."""
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()
