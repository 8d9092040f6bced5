"""Two clerks in one window: the second sees what the first has saved, and chooses."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from directory.admin.windows.preview import typed_fields
from directory.admin.windows.typed import (
    LOOKING,
    is_sound,
    typed_formsets,
    typed_window,
    whole_number,
)
from directory.changes import change_windows
from directory.facts.diff import changes, in_words
from directory.facts.snapshot import facts_of
from directory.models import Window, WindowVersion

THEIRS, MINE = "theirs", "mine"
CHOICE = "choose-"


@dataclass(frozen=True)
class Question:
    """One field that somebody else has changed: three texts, and which of two shall stand."""

    name: str
    label: str
    before: str
    theirs: str
    mine: str
    chosen: str

    @property
    def field(self) -> str:
        """The name of its radio buttons."""
        return f"{CHOICE}{self.name}"


def questions(before: dict, theirs: dict, mine: dict, sent: dict) -> list[Question]:
    """What the second clerk must decide: where the first's change is not what was typed.

    Where the second clerk typed nothing, the first one's change is proposed; where both typed,
    nothing is, so that nobody overwrites by not reading.
    """
    found = []
    for change in changes(before, theirs):
        name = change.name
        if mine[name] == theirs[name]:
            continue
        proposed = THEIRS if mine[name] == before[name] else ""
        chosen = sent.get(f"{CHOICE}{name}", proposed)
        typed = in_words(name, mine)
        found.append(Question(name, change.label, change.old, change.new, typed, chosen))
    return found


class SavedOnce(admin.ModelAdmin):
    """A form that was sent twice makes one window."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Give every page of the form a name for the window that it may make."""
        uid = _uid(request.POST.get("new_uid"))
        context = {"new_uid": uid, **(extra_context or {})}
        making = request.method == "POST" and (object_id is None or "_saveasnew" in request.POST)
        if not making:
            return super().changeform_view(request, object_id, form_url, context)
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, context)
        except IntegrityError:
            made = Window.objects.with_uid(uid)
            if made is None:
                raise
        self.message_user(request, _("「%(window)s」は、もう登録されています。") % {"window": made})
        return redirect("admin:directory_window_change", made.pk)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.uid = _uid(request.POST.get("new_uid"))
        super().save_model(request, obj, form, change)


class ConflictPage(admin.ModelAdmin):
    """A form that was opened before somebody else saved does not overwrite."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Compare before saving; the window is held until this clerk's change is through."""
        context = dict(extra_context or {})
        if object_id is None or "_saveasnew" in request.POST:
            return super().changeform_view(request, object_id, form_url, context)
        # Read before the window itself is: if somebody saves in between, that is noticed later.
        latest = WindowVersion.objects.of_window(whole_number(object_id)).first()
        opened_from = request.POST.get("opened_from", latest.pk if latest else "")
        context["opened_from"] = opened_from
        looking = any(button in request.POST for button in LOOKING)
        if request.method == "POST" and not looking and self.has_change_permission(request):
            with transaction.atomic():
                answer = self._answer_conflict(request, object_id, opened_from)
                return answer or super().changeform_view(request, object_id, form_url, context)
        return super().changeform_view(request, object_id, form_url, context)

    def _answer_conflict(self, request, object_id, opened_from):
        """The page that asks, or the way on once everything is chosen; None without conflict."""
        window = Window.objects.held(whole_number(object_id))
        before = window and WindowVersion.objects.numbered(window, whole_number(str(opened_from)))
        latest = window and WindowVersion.objects.latest_of([window]).get(window.pk)
        if not before or before == latest or before.facts == latest.facts:
            return None
        form = self.get_form(request, window, change=True)(request.POST, instance=window)
        formsets = typed_formsets(self, request, window)
        if not is_sound(form, formsets):
            return None
        mine = facts_of(typed_window(form, formsets))
        asked = questions(before.facts, latest.facts, mine, request.POST)
        seen = request.POST.get("seen") == str(latest.pk)
        faults = []
        if not asked or (seen and all(each.chosen in (THEIRS, MINE) for each in asked)):
            theirs = {each.name for each in asked if each.chosen == THEIRS}
            merged = {**mine, **{name: latest.facts[name] for name in theirs}}
            faults = self._save_facts(request, window, merged)
            if not faults:
                return redirect("admin:directory_window_change", window.pk)
        elif seen:
            faults = [_("どちらの内容を残すか、すべての欄で選んでください。")]
        context = {
            **self.admin_site.each_context(request),
            "title": _("ほかの人が、先に保存しています"),
            "opts": self.opts,
            "subtitle": window.name_with_status,
            "original": window,
            "latest": latest,
            "questions": asked,
            "faults": faults,
            "typed": [
                (name, value)
                for name, value in typed_fields(request)
                if name != "seen" and not name.startswith(CHOICE)
            ],
        }
        return TemplateResponse(request, "admin/directory/window/conflict.html", context)

    def after_saving(self, request, window: Window) -> None:
        """Say what is still to be done about a window that was saved."""
        raise NotImplementedError

    def _save_facts(self, request, window: Window, facts: dict) -> list[str]:
        """Save what was chosen; return what is wrong with it, nothing saved then."""
        fresh = Window.objects.for_reading().get(pk=window.pk)
        try:
            change_windows(changes=[(fresh, facts)], by=request.user, how=WindowVersion.How.EDITED)
        except ValidationError as error:
            return error.messages
        self.log_change(request, fresh, _("ほかの人の変更と合わせて保存した。"))
        self.after_saving(request, fresh)
        self.message_user(request, _("選んだ内容で保存しました。"))
        return []


def _uid(text: str | None) -> UUID:
    """The name that a page gave to the window that it makes; a new one where it is no name."""
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()
