"""Editing a window on the desk: the same form for a change, for a new window and for drafts."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.facts.apply import shown_window
from directory.facts.diff import changed_names, label_of
from directory.facts.snapshot import facts_of
from directory.hours_text import HoursText, in_form
from directory.models import Window, WindowVersion
from directory.open_now.page_state import show_states
from directory.resubmission import NotTaken
from directory.text.numbers import whole_number
from platform_members.desk.frame import desk_page, editable, show
from platform_members.listings.actions.guards import Unfinished, UpdateRefused, decided_already
from platform_members.listings.actions.updates import Typed, save_draft, submit
from platform_members.listings.editor import (
    MOST_ROWS,
    ROWS,
    ListingEditor,
    typed_into_editor,
)
from platform_members.listings.parts import PARTS, WHOLE, Part
from platform_members.listings.status_words import done_words, until_decided
from platform_members.models import Listing, ListingUpdate, Organisation
from platform_members.permissions import may_publish_at_once
from platform_members.proposals import fingerprint, nothing, proposable, without_noise

ACTS: dict[str, Callable[..., ListingUpdate]] = {
    "save": save_draft,
    "enter": save_draft,
    "submit": submit,
}
DRAFTS = {"save", "enter"}  # are stored as typed, sound or not


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
@typed_into_editor
def listing_edit(request, number, part=""):
    """Form of a change of a window: of one part, or of all of it."""
    listing = editable(request, Listing.objects.for_desk(), number)
    update = ListingUpdate.objects.of_listing(listing).open().for_lists().first()
    return _edit(request, listing.organisation, listing.window, update, _part(part))


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
@typed_into_editor
def update_add(request, number):
    """Form of a proposed new window."""
    organisation = editable(request, Organisation.objects, number)
    return _edit(request, organisation, None, None, WHOLE)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
@typed_into_editor
def update_edit(request, number, part=""):
    """Form of an open update: a draft, a returned or a waiting one; of one part, or of all."""
    update = editable(request, ListingUpdate.objects.for_lists(), number)
    if not update.is_open:
        back = reverse("platform_members:update-view", args=[update.pk])
        raise NotTaken(str(decided_already(update)), back)
    return _edit(request, update.organisation, update.window, update, _part(part))


def _part(key: str) -> Part:
    """Part of the form by the key in its address. Raises Http404."""
    if key and key not in PARTS:
        raise Http404
    return PARTS[key] if key else WHOLE


def _edit(request, organisation, window, update, part):
    base = update.base_version if update else _base(request, window)
    # What was stored before a fact existed says nothing of it.
    before = nothing() | (base.facts if base else proposable(facts_of(window)) if window else {})
    facts, unfinished = (before | update.facts, update.unfinished) if update else (before, {})
    hours_text, data = hours_read(request, window, part)
    editor = ListingEditor(facts, data or None, part=part, unfinished=unfinished)
    if hours_text.is_new:
        editor.show_typed()
        wish = ""
    else:
        wish = requested_action(request, editor)
    at_once = may_publish_at_once(request)
    context = {
        "organisation": organisation,
        "window": window,
        "part": part,
        "editor": editor,
        "hours_text": hours_text,
        "base": base,
        "checked": "checked" in request.POST,
        "until_decided": until_decided(organisation, window, at_once=at_once),
        "opened": _opened(request, update, before, part),
    }
    for_submitting = {"checked": context["checked"], "at_once": at_once}
    if wish in ACTS:
        try:
            done = _do(
                request,
                wish,
                organisation=organisation,
                window=window,
                typed=_typed(editor, before, context["opened"]),
                base=base,
                update=update,
                **(for_submitting if wish == "submit" else {}),
            )
        except UpdateRefused as refusal:
            editor.refuse(str(refusal))
            update = ListingUpdate.objects.open_again(update, organisation, window)
            context["opened"] = _shown(update, before, part)
        else:
            return redirect(_after(request, wish, done))
    if wish == "preview":
        proposed = facts | without_noise(editor.facts(), before)
        context["preview"] = preview_of(proposed, window)
    context["on_enter"] = "preview" if update and update.is_waiting else "enter"
    context["others"] = _other_changes(update, part)
    return show(request, "listings/edit", context | {"update": update})


def hours_read(request, window: Window | None, part: Part = WHOLE) -> tuple[HoursText, QueryDict]:
    """The box for hours in words, and what was sent with the rows that were read from it."""
    if "hours" not in part.names:
        return HoursText(), request.POST
    pressed = request.POST.get("do") == "read-hours"
    return in_form(
        request.POST, "hours", pressed=pressed, is_new=window is None, most_rows=MOST_ROWS
    )


def _do(request, wish, **what) -> ListingUpdate:
    """Save or submit; what cannot be submitted because of another part is saved as a draft."""
    try:
        done = ACTS[wish](**what, by=request.user)
    except Unfinished as refusal:
        del what["checked"], what["at_once"]
        done = save_draft(**what, by=request.user)
        messages.warning(request, _("下書きを保存しました。まだ出していません。%s") % refusal)
    else:
        messages.success(request, done_words(done))
    return done


def _after(request, wish: str, done: ListingUpdate) -> str:
    """Address after an action: Enter stays in the form, the rest leads to the update."""
    if wish != "enter":
        return reverse("platform_members:update-view", args=[done.pk])
    if request.resolver_match.url_name == "update-add":
        return reverse("platform_members:update-edit", args=[done.pk])
    return request.path


def _typed(editor: ListingEditor, before: dict, opened: dict) -> Typed:
    facts, unfinished = editor.said()
    return Typed(without_noise(facts, before), unfinished, **opened)


def _opened(request, update: ListingUpdate | None, before: dict, part: Part) -> dict:
    """The state in which the page was opened: of the update as a whole, and of the part."""
    if request.method != "POST":
        return _shown(update, before, part)
    return {
        "seen": whole_number(request.POST.get("seen")) or 0,
        "was": request.POST.get("was", ""),
    }


def _shown(update: ListingUpdate | None, before: dict, part: Part) -> dict:
    said = update.said(part.names) if update else {name: before.get(name) for name in part.names}
    return {"seen": update.revision if update else 0, "was": fingerprint(said)}


def _other_changes(update: ListingUpdate | None, part: Part) -> list[str]:
    """Labels of what an open update changes in other parts of the form."""
    names = [*update.changed_names, *update.unfinished] if update else []
    return [label_of(name) for name in dict.fromkeys(names) if name not in part.names]


def requested_action(request, editor: ListingEditor) -> str:
    """Action of the pressed button; "" where the form is only shown, as one with mistakes is.

    Drafts need no sound form.
    """
    do = request.POST.get("do", "")
    if do in ROWS:
        editor.add_row(do)
        return ""
    return do if request.method == "POST" and (do in DRAFTS or editor.is_valid()) else ""


def preview_of(facts: dict, window: Window | None) -> Window:
    """Unsaved window with these facts, as residents would see it (`window` None: a new one).

    Whether it is open now is told of a published or proposed one only.
    """
    shown = shown_window(facts, window)
    if window is None or window.status == Window.Status.PUBLISHED:
        show_states([shown], timezone.now())
    return shown


def _base(request, window: Window | None) -> WindowVersion | None:
    """The version that the member saw when the page was opened; None where none says the same."""
    if window is None:
        return None
    if request.method != "POST":
        newest = window.versions.first()
        return newest if newest and not changed_names(newest.facts, facts_of(window)) else None
    number = whole_number(request.POST.get("base"))
    if number is None:
        return None
    version = WindowVersion.objects.numbered(window, number)
    if version is None:  # another window's
        raise PermissionDenied
    return version
