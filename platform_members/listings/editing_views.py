"""Editing a window on the desk: the same form for a change, for a new window and for drafts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.facts.apply import shown_window
from directory.facts.diff import changed_names
from directory.facts.snapshot import facts_of
from directory.models import Window, WindowVersion
from directory.open_now.page_state import show_states
from directory.resubmission import NotTaken
from directory.text.numbers import whole_number
from platform_members.desk.frame import desk_page, editable, show
from platform_members.listings.actions.guards import UpdateRefused, decided_already
from platform_members.listings.actions.updates import save_draft, submit
from platform_members.listings.editor import ROWS, ListingEditor, typed_into_editor
from platform_members.listings.status_words import taken, until_decided, until_decided_by_reviewers
from platform_members.models import Listing, ListingUpdate, Organisation
from platform_members.permissions import may_publish_at_once
from platform_members.proposals import nothing, proposable, without_noise

ACTS = {"save": save_draft, "submit": submit}


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
@typed_into_editor
def listing_edit(request, number):
    """Form of a change of a window."""
    listing = editable(request, Listing.objects.for_desk(), number)
    update = ListingUpdate.objects.of_listing(listing).open().for_lists().first()
    return _edit(request, listing.organisation, listing.window, update)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
@typed_into_editor
def update_add(request, number):
    """Form of a proposed new window."""
    organisation = editable(request, Organisation.objects, number)
    return _edit(request, organisation, None, None)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
@typed_into_editor
def update_edit(request, number):
    """Form of an open update: a draft, a returned or a waiting one."""
    update = editable(request, ListingUpdate.objects.for_lists(), number)
    if not update.is_open:
        back = reverse("platform_members:update-view", args=[update.pk])
        raise NotTaken(str(decided_already(update)), back)
    return _edit(request, update.organisation, update.window, update)


def _edit(request, organisation, window, update):
    base = update.base_version if update else _base(request, window)
    before = base.facts if base else proposable(facts_of(window)) if window else nothing()
    editor = ListingEditor(update.facts if update else before, request.POST or None)
    wish = requested_action(request, editor)
    at_once = may_publish_at_once(request)
    context = {
        "organisation": organisation,
        "window": window,
        "editor": editor,
        "base": base,
        "checked": "checked" in request.POST,
        "until_decided": until_decided(organisation, window, at_once=at_once),
    }
    for_submitting = {"checked": context["checked"], "at_once": at_once}
    if wish in ACTS:
        try:
            done = ACTS[wish](
                organisation=organisation,
                window=window,
                facts=without_noise(editor.facts(), before),
                base=base,
                update=update,
                seen=whole_number(request.POST.get("seen")) or 0,
                by=request.user,
                **(for_submitting if wish == "submit" else {}),
            )
        except UpdateRefused as refusal:
            editor.refuse(str(refusal))
            update = ListingUpdate.objects.open_again(update, organisation, window)
        else:
            messages.success(request, done_words(done))
            return redirect("platform_members:update-view", done.pk)
    if wish == "preview":
        context["preview"] = preview_of(without_noise(editor.facts(), before), window)
    context["on_enter"] = "preview" if update and update.is_waiting else "save"
    return show(request, "listings/edit", context | {"update": update})


def done_words(update: ListingUpdate) -> str:
    """Message about a saved or submitted update."""
    match update.status:
        case ListingUpdate.Status.DRAFT:
            return _("下書きを保存しました。まだ出していません。")
        case ListingUpdate.Status.RETURNED:
            return _("保存しました。直し終わったら、もう一度出してください。")
        case ListingUpdate.Status.APPROVED:
            text = _("職員の確認を待たずに、窓口の内容を変えました。%s")
            return text % taken(update.window)
    text = _("変更案を出しました。%s") % until_decided_by_reviewers(update.window)
    if update.checked_on:
        text += _("そのまま承認されると、きょうが最終確認の日になります。")
    return text


def requested_action(request, editor: ListingEditor) -> str:
    """Action of the pressed button, for a sound form; "" where the form is only shown."""
    do = request.POST.get("do", "")
    if do in ROWS:
        editor.add_row(do)
        return ""
    return do if request.method == "POST" and editor.is_valid() else ""


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
